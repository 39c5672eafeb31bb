import { formatEffectiveVersion } from '../model/effective-version.js';
import { formatShare } from './coverage.js';
import { formatFieldName, type Finding } from './findings.js';
import type { ProbeResult, Proof } from './probe-result.js';
import type { BriefOutcome } from './result.js';

/** Places of one finding that are written out; the rest is counted. All of them are in probe.json. */
const PLACES = 4;

/** The result for people, as plain text: what was compared, how much of it was reached, each finding with its proof, and the conclusion. */
export function formatProbe(result: ProbeResult): string {
  const parts = [compared(result), covered(result), missed(result), found(result), [conclusion(result)]];
  const filled = parts.filter((lines) => lines.length > 0);
  return filled.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function compared({ versions, featureGates }: ProbeResult): string[] {
  const { old, emulating, guide } = versions;
  return [
    `old        ${formatEffectiveVersion(old)}`,
    `emulating  ${formatEffectiveVersion(emulating)}${featureGates === '' ? '' : `, --feature-gates=${featureGates}`}`,
    `guide      ${formatEffectiveVersion(guide)}`,
  ];
}

function covered({
  coverage,
  obstacles,
  normalised,
  questions,
  askingSeconds,
  peakMemory,
  chosen,
}: ProbeResult): string[] {
  const rate = Math.round(questions / Math.max(askingSeconds, 0.001));
  const classes = Object.entries(coverage.classes).map(([name, count]) => `${count} ${name}`);
  const rules = Object.entries(normalised).map(([rule, count]) => `${rule} ${count}`);
  return [
    ...(chosen === 'all' ? [] : [`chosen kinds only: ${chosen.join(', ')}`]),
    `kinds reached       ${formatShare(coverage.kinds)}`,
    `fields reached      ${formatShare(coverage.fields)}`,
    `new fields reached  ${formatShare(coverage.newFields)}`,
    `fields by class     ${classes.join(', ') || 'none'}`,
    `normalised          ${rules.join(', ') || 'nothing'}`,
    `asked               ${questions} questions in ${Math.round(askingSeconds)} s, ${rate} a second`,
    `memory              ${Math.ceil(peakMemory / 2 ** 20)} MiB at most, without the servers`,
    ...obstacles.map((obstacle) => `not asked about     ${obstacle}`),
  ];
}

function found({ findings }: ProbeResult): string[] {
  return findings.flatMap((finding, index) => [...(index === 0 ? [] : ['']), ...oneFinding(index + 1, finding)]);
}

/** New fields that nothing was learnt of, by declaration: what an upgrade brings is what most needs asking about. */
function missed({ fields }: ProbeResult): string[] {
  const unreached = fields.filter(({ isNew, class: fieldClass }) => isNew && fieldClass === 'unreached');
  const declarations = [...new Set(unreached.map(({ declaredAs }) => declaredAs))].sort();
  if (declarations.length === 0) return [];
  const lines = declarations.flatMap((declaredAs) => {
    const places = unreached.filter((field) => field.declaredAs === declaredAs);
    const [first] = places;
    if (!first) return [];
    const more = places.length > 1 ? ` and ${places.length - 1} more places` : '';
    return [`  ${declaredAs}`, `     at         ${formatFieldName(first)}${more}`, `     guide      ${first.obstacle}`];
  });
  return ['new fields of which nothing was learnt', ...lines];
}

/** `fail, 2 findings` */
function conclusion({ outcome, findings, doubts, coverage }: ProbeResult): string {
  switch (outcome) {
    case 'fail':
      return `fail, ${findings.length === 1 ? '1 finding' : `${findings.length} findings`}`;
    case 'inconclusive':
      return `inconclusive: ${doubts.join('; ')}`;
    case 'pass':
      return `pass, both servers answer alike about ${coverage.fields.reached} reached fields`;
  }
}

function oneFinding(number: number, finding: Finding & { readonly proof?: Proof }): string[] {
  const { class: fieldClass, cause, gates, isNew, places, example, proof } = finding;
  const more = places.length > PLACES ? [`and ${places.length - PLACES} more places`] : [];
  const notes = [...(isNew ? ['new in the guide'] : []), ...gates.map((gate) => `gate ${gate}`)];
  return [
    `${number}. ${fieldClass}: ${cause}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
    ...[...places.slice(0, PLACES).map(formatFieldName), ...more].map((line) => `     at         ${line}`),
    `     sent       ${text(example.value)} at ${example.at}`,
    `     old        ${brief(example.old)}`,
    `     emulating  ${brief(example.emulating)}`,
    ...example.elsewhere.map(
      ({ path, old, emulating }) => `     besides    ${path}: ${text(old)} / ${text(emulating)}`,
    ),
    ...(proof ? proven(proof) : []),
  ];
}

function proven({ write, stored, rollback }: Proof): string[] {
  const inEtcd = stored === undefined ? 'nothing' : text(stored);
  const lines = [`     for real   ${write === 'taken' ? `taken; etcd holds ${inEtcd}` : write}`];
  if (rollback === 'intact') return [...lines, '     rollback   the old release keeps the object as it is'];
  if (rollback === 'not examined') return [...lines, '     rollback   not examined'];
  return [...lines, ...rollback.map(({ message }) => `     rollback   ${message}`)];
}

function brief(outcome: BriefOutcome): string {
  if (outcome.kind === 'kept') return `keeps ${text(outcome.value)}`;
  if (outcome.kind === 'refused') return `refuses: ${(outcome.message ?? '').slice(0, 200)}`;
  return outcome.kind === 'dropped' ? 'drops it' : `${outcome.kind}${outcome.message ? `: ${outcome.message}` : ''}`;
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120);
}
