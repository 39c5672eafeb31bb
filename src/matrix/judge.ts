import { reportsTriple } from '../model/self-report.js';
import type { Cell, Row, Seen } from './cell.js';
import { aggregated } from './refusal.js';

type Judgement = Pick<Row, 'outcome' | 'problem'>;

const PASS: Judgement = { outcome: 'pass' };

/**
 * What a start that was seen means: a pass, a violation of the rules of its release, or nothing, because it was not seen.
 *
 * @param strict group versions that the same binary serves at the same triple in strict mode, where they are known: a
 *   forward-compatible mode adds to them and takes none away
 */
export function judgeCell({ component, binary, expectation }: Cell, seen: Seen, strict?: readonly string[]): Judgement {
  if (seen.type === 'not-tried') return { outcome: 'inconclusive', problem: `could not be tried: ${seen.why}` };
  if (expectation.type === 'refused') {
    if (seen.type === 'ready') return fail(`starts and becomes ready, although ${expectation.rule.text}`);
    if (seen.type === 'stuck') return fail(`does not exit, although ${expectation.rule.text}: ${seen.last}`);
    const documented = aggregated(expectation.errors);
    if (seen.error !== documented) return fail(`exits with ${quoted(seen.error)}, not with ${quoted(documented)}`);
    return seen.exitCode === 0 ? fail(`says ${quoted(documented)} and exits with 0`) : PASS;
  }
  if (seen.type === 'ended') return fail(`exits with ${seen.exitCode}: ${seen.error ?? 'no error in its log'}`);
  if (seen.type === 'stuck') return fail(`does not become ready: ${seen.last}`);
  const { report } = seen;
  const { version } = expectation;
  const asked = reportsTriple(component, binary)
    ? (['binary', 'emulated', 'minCompatibility'] as const)
    : (['binary'] as const);
  const others = asked.filter((part) => report[part] !== null && report[part] !== '' && report[part] !== version[part]);
  if (others.length > 0) {
    return fail(`reports ${others.map((part) => `${part} ${report[part]} and not ${version[part]}`).join(', ')}`);
  }
  const missing = (strict ?? []).filter((groupVersion) => !(seen.served ?? []).includes(groupVersion));
  if (missing.length > 0) return fail(`does not serve what strict mode serves: ${missing.join(', ')}`);
  const unsaid = asked.filter((part) => report[part] === null || report[part] === '');
  return unsaid.length > 0
    ? { outcome: 'inconclusive', problem: `does not report ${unsaid.join(', ')}, which this release should do` }
    : PASS;
}

function fail(problem: string): Judgement {
  return { outcome: 'fail', problem };
}

function quoted(error: string | null): string {
  return error === null ? 'no error in its log' : JSON.stringify(error);
}
