import { formatEffectiveVersion } from '../../model/effective-version.js';
import { GUARANTEE_IDS, type Severity } from '../../model/guarantee.js';
import type { JournalRecord } from '../../model/journal.js';
import type { Plan, PlannedStep } from '../../model/plan.js';
import { stepNumber } from '../../model/step-name.js';
import type { Verdict } from '../../model/verdict.js';
import { canonicalLine } from '../../support/canonical-json.js';
import { stopTimes, timeline } from '../html/timeline.js';
import type { RunInfo } from '../run-info.js';
import { bySeverity, distinct, rollbackAt, verdictLine } from '../tally.js';
import type { Both, Changes, ComparedFindings, ComparedSide, ComparedStop, RunComparison } from './run-comparison.js';

/** What is read of a run to compare it. */
export interface ComparedRun {
  readonly name: string;
  readonly plan: Plan;
  readonly verdict: Verdict;
  readonly info: RunInfo;
  readonly journal: readonly JournalRecord[];
}

const SEVERITIES: readonly Severity[] = ['violation', 'inconclusive', 'note'];

/** Compares two judged runs, stop by stop of the same name. Pure. */
export function compareRuns(before: ComparedRun, after: ComparedRun): RunComparison {
  const stops = stopNames(before, after);
  return {
    runs: { before: side(before), after: side(after) },
    inputs: inputs(before, after),
    stops: stops.map((name) => comparedStop(name, before, after)),
    findings: SEVERITIES.map((severity) => findings(severity, before.verdict, after.verdict)),
    accepted: changes(before.verdict.expected, after.verdict.expected, ({ entry, step }) =>
      JSON.stringify([entry.guarantee, entry.subject, entry.path, step]),
    ),
    costs: stops
      .map((step) => ({
        step,
        ...changes(
          rollbackAt(before.verdict, step)?.facts ?? [],
          rollbackAt(after.verdict, step)?.facts ?? [],
          ({ type, subject, path }) => JSON.stringify([type, subject, path]),
        ),
      }))
      .filter(({ appeared, gone }) => appeared.length + gone.length > 0),
    coverage: GUARANTEE_IDS.map((guarantee) => ({
      guarantee,
      before: before.verdict.coverage[guarantee] ?? 0,
      after: after.verdict.coverage[guarantee] ?? 0,
    })).filter(differs),
    times: times(stops, before, after),
  };
}

function side({ name, verdict, info }: ComparedRun): ComparedSide {
  const { scenario, outcome } = verdict;
  return { name, scenario, outcome, line: verdictLine(verdict), startedAt: info.startedAt };
}

function inputs(a: ComparedRun, b: ComparedRun): RunComparison['inputs'] {
  const programs = distinct([a, b].flatMap(({ info }) => info.binaries.map(({ program }) => program)));
  const rows = [
    row('scenario', ({ verdict }) => verdict.scenario),
    row('from', ({ verdict }) => verdict.versions.from),
    row('to', ({ verdict }) => verdict.versions.to),
    row('etcd', ({ verdict }) => verdict.versions.etcd),
    row('stops', ({ plan }) => plan.steps.map(({ transition }) => transition).join(', ')),
    row('plan', ({ plan }) => shortHash(canonicalLine({ ...plan, seed: 0 }))),
    row('seed', ({ plan }) => String(plan.seed)),
    row('provider', ({ info }) => info.provider),
    row('kube-rehearse', ({ info }) => info.harnessVersion),
    row('arguments', ({ info }) => info.arguments.filter((text) => text.startsWith('--no-')).join(' ') || 'none'),
    ...programs.map((program) => row(program, ({ info }) => shas(info, program))),
  ];
  return rows.filter(differs);

  function row(what: string, of: (run: ComparedRun) => string): Both<string> & { what: string } {
    return { what, before: of(a), after: of(b) };
  }
}

/** The releases of a program with the start of each hash: enough to see whether they are the same. */
function shas({ binaries }: RunInfo, program: string): string {
  const own = binaries.filter((binary) => binary.program === program);
  return own.map(({ release, sha256 }) => `${release} ${sha256.slice(0, 12)}`).join(', ') || 'none';
}

/** Not for security: two plans are the same or not. FNV-1a over UTF-16 units, 8 hex digits. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function comparedStop(name: string, a: ComparedRun, b: ComparedRun): ComparedStop {
  const [before, after] = [a, b].map((run) => {
    const step = stepOf(run, name);
    if (!step) return null;
    const rollback = rollbackAt(run.verdict, name);
    return {
      version: formatEffectiveVersion(step.launch.version),
      rollback: rollback?.outcome ?? ('not reached' as const),
      facts: rollback?.facts.length ?? 0,
      violations: bySeverity(run.verdict, 'violation').filter((finding) => finding.step === name).length,
    };
  }) as [ComparedStop['before'], ComparedStop['after']];
  return { name, before, after, differs: canonicalLine(before) !== canonicalLine(after) };
}

/** Two findings are the same when they are about the same place; what stood there may contain times and random names. */
function findings(severity: Severity, before: Verdict, after: Verdict): ComparedFindings {
  const key = ({ guarantee, step, component, subject, path }: Verdict['findings'][number]) =>
    JSON.stringify([guarantee, step, component, subject, path]);
  const [a, b] = [bySeverity(before, severity), bySeverity(after, severity)];
  const values = new Map(a.map((finding) => [key(finding), canonicalLine([finding.before, finding.after])]));
  const otherValues = b.filter((finding) => {
    const known = values.get(key(finding));
    return known !== undefined && known !== canonicalLine([finding.before, finding.after]);
  }).length;
  return { severity, ...changes(a, b, key), otherValues };
}

function times(stops: readonly string[], a: ComparedRun, b: ComparedRun): RunComparison['times'] {
  const [before, after] = [timeline(a.journal), timeline(b.journal)];
  const rows: RunComparison['times'][number][] = [{ what: 'the whole run', before: before.end, after: after.end }];
  for (const name of stops) {
    const [own, other] = [stepOf(a, name), stepOf(b, name)];
    const [x, y] = [own && stopTimes(before, own), other && stopTimes(after, other)];
    rows.push(
      { what: `${name}: replacing`, before: x?.transitionMs ?? null, after: y?.transitionMs ?? null },
      { what: `${name}: API away`, before: x?.apiAwayMs ?? null, after: y?.apiAwayMs ?? null },
    );
  }
  return rows.filter((row) => row.before !== null || row.after !== null);
}

/** The stops of both plans in the order of their numbers. */
function stopNames(a: ComparedRun, b: ComparedRun): string[] {
  const names = distinct([...a.plan.steps, ...b.plan.steps].map(({ name }) => name));
  return names.sort((x, y) => stepNumber(x) - stepNumber(y));
}

function stepOf({ plan }: ComparedRun, name: string): PlannedStep | undefined {
  return plan.steps.find((step) => step.name === name);
}

/** Counts equal things by number, so that one of two equal ones that is gone is seen. */
function changes<T>(before: readonly T[], after: readonly T[], key: (value: T) => string): Changes<T> {
  const left = new Map<string, T[]>();
  for (const value of before) left.set(key(value), [...(left.get(key(value)) ?? []), value]);
  const appeared = after.filter((value) => left.get(key(value))?.shift() === undefined);
  const gone = [...left.values()].flat();
  return { appeared, gone, same: after.length - appeared.length };
}

function differs({ before, after }: Both<unknown>): boolean {
  return before !== after;
}
