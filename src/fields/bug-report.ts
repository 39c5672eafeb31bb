import type { Json } from '../model/observation.js';
import { formatSeen } from './bisect/format.js';
import type { Bisected, Variant } from './bisect/result.js';
import type { Search, Untried } from './bisect/search.js';
import { formatSwitches, type Switch } from './bisect/setting.js';
import { formatFieldName, type Finding } from './findings.js';
import type { Proof } from './probe-result.js';
import { reproduceScript, type Compared } from './reproduce.js';
import type { BriefOutcome } from './result.js';

/** Places of a finding that are written out; the rest is counted. */
const PLACES = 10;

/** What a report of a finding is filled with. */
export interface Reported {
  readonly finding: Finding & { readonly proof?: Proof };
  readonly compared: Compared;
  /** The machine on which it was seen, e.g. `Linux 6.8.0 x64`. */
  readonly system: string;
  /** Absent where nobody bisected it. */
  readonly bisected?: Bisected;
}

/**
 * A finding as a bug report in Markdown, with the headings of kubernetes/kubernetes .github/ISSUE_TEMPLATE/bug-report.yaml. It says what was sent and
 * answered, and nothing about whether that is meant; names no path of this machine.
 */
export function bugReport({ finding, compared, system, bisected }: Reported): string {
  const { old, emulating } = compared.versions;
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['What happened?', happened(finding, compared)],
    ['What did you expect to happen?', expected(compared)],
    ['How can we reproduce it (as minimally and precisely as possible)?', reproduced(finding, compared)],
    [
      'Anything else we need to know?',
      [...placesOf(finding), '', ...(bisected ? learnt(bisected) : ['Not bisected.'])],
    ],
    ['Kubernetes version', [`kube-apiserver ${old.binary} and ${emulating.binary}.`]],
    ['Cloud provider', ['None: single processes on one machine.']],
    ['OS version', [system]],
    ['Install tools', ['None.']],
    ['Container runtime (CRI) and version (if applicable)', ['None.']],
    ['Related plugins (CNI, CSI, ...) and versions (if applicable)', ['None.']],
  ];
  const notice =
    '<!-- Filled in by kube-rehearse. Before you send it: read it, run the script, and look whether it was reported already. -->';
  return [
    `# ${titleOf(finding, compared)}`,
    notice,
    ...sections.map(([title, lines]) => `### ${title}\n\n${lines.join('\n').trim()}`),
    '',
  ].join('\n\n');
}

function titleOf({ class: fieldClass, cause, declaredAs, shownAt }: Finding, { versions }: Compared): string {
  const { old, emulating } = versions;
  const server = `kube-apiserver ${emulating.binary} emulating ${emulating.emulated}`;
  const field = formatFieldName(shownAt);
  if (fieldClass === 'persisted') return `${server} keeps ${field}, unlike ${old.binary}`;
  if (fieldClass === 'lost') return `${server} does not keep ${field}, which ${old.binary} keeps`;
  // a value that is equal on both sides is not what differs
  return `${server} answers otherwise than ${old.binary} about ${cause === declaredAs ? field : cause}`;
}

function happened({ example, proof }: Reported['finding'], { versions, featureGates }: Compared): string[] {
  const { old, emulating } = versions;
  const { groupVersion, resource, part } = example.question.target;
  const gates = featureGates === '' ? '' : ` and \`--feature-gates=${featureGates}\``;
  const what = part
    ? `a merge patch of ${part.subresource} of an object of ${groupVersion} ${resource}`
    : `a request to create an object of ${groupVersion} ${resource}`;
  return [
    `kube-apiserver ${emulating.binary} with \`--emulated-version=${emulating.emulated}\`${gates}, and kube-apiserver ${old.binary} without either, each on an etcd of its own, got ${what}, as a server-side dry run:`,
    '',
    ...block('json', JSON.stringify(example.object, null, 2)),
    '',
    `- ${old.binary} ${answer(example.old, example.at)}.`,
    `- ${emulating.binary} ${answer(example.emulating, example.at)}.`,
    ...example.elsewhere.map(
      (place) =>
        `- At \`${place.path}\`, ${old.binary} has ${value(place.old)}, ${emulating.binary} ${value(place.emulating)}.`,
    ),
    '',
    ...(proof ? proven(proof, example.at, old.binary) : []),
  ];
}

function answer(outcome: BriefOutcome, at: string): string {
  switch (outcome.kind) {
    case 'kept':
      return `takes it, and answers ${value(outcome.value)} at \`${at}\``;
    case 'dropped':
      return `takes it, and answers nothing at \`${at}\``;
    case 'refused':
      return `refuses it with ${outcome.status ?? 'an error'}: ${oneLine(outcome.message ?? '')}`;
    case 'not served':
      return 'does not serve the resource';
    case 'unanswered':
      return 'did not answer';
  }
}

function proven({ write, stored, rollback }: Proof, at: string, old: string): string[] {
  if (write !== 'taken') return [`Written for real to the emulating server: ${oneLine(write)}.`];
  const etcd = `Written for real to the emulating server, etcd holds ${value(stored)} at \`${at}\`.`;
  if (rollback === 'not examined') return [`${etcd} What ${old} makes of it was not looked at.`];
  if (rollback === 'intact') return [`${etcd} After a rollback, ${old} keeps the object as it is.`];
  return [
    `${etcd} After a rollback to ${old}, which read and wrote back the object:`,
    '',
    ...rollback.map(({ message }) => `- ${oneLine(message)}`),
  ];
}

function expected({ versions: { old, emulating }, featureGates }: Compared): string[] {
  return [
    ...(featureGates === '' ? [] : ['(The feature gates were given to the emulating server alone.)', '']),
    `The same answer from both. As I understand [KEP-4330](https://kep.k8s.io/4330), a server that emulates ${emulating.emulated} acts as ${emulating.emulated} does, so that a rollback to ${old.binary} is safe. I do not know whether this difference is meant.`,
  ];
}

function reproduced(finding: Reported['finding'], compared: Compared): string[] {
  const { old, emulating } = compared.versions;
  const programs = {
    etcd: 'etcd',
    old: `./kube-apiserver-${old.binary}`,
    emulating: `./kube-apiserver-${emulating.binary}`,
  };
  const script = reproduceScript(finding, compared, programs);
  if (script === undefined)
    return [
      'By the request above. There is no script: the object whose part is patched could not be created for real.',
    ];
  return [
    `With \`etcd\` in the PATH and the two programs beside it, this script shows both answers, and what ${old.binary} makes of the stored object:`,
    '',
    ...block('bash', script.trimEnd()),
  ];
}

function placesOf({ places }: Finding): string[] {
  if (places.length === 1) return [];
  const more = places.length > PLACES ? [`- and ${places.length - PLACES} more places`] : [];
  return [
    'The same was seen at',
    '',
    ...places.slice(0, PLACES).map((place) => `- ${formatFieldName(place)}`),
    ...more,
  ];
}

function learnt(found: Bisected): string[] {
  const { again, search, minCompatibility, emulated, releases } = found;
  if (again.showing !== 'shown') return [`When it was to be bisected, it did not show again: ${formatSeen(again)}.`];
  return [
    ...(search ? [searched(search)] : []),
    ...variants('With another min-compatibility version', minCompatibility),
    ...variants('With another emulated version', emulated),
    ...variants('With another release', releases),
    'kube-apiserver alone was running.',
  ].flatMap((line) => ['', line]);
}

function searched({ flip, covered, untried }: Search<Switch>): string {
  if (flip) {
    const doubts = flip.doubtful.length > 0 ? ' Whether all of it is needed is not known.' : '';
    return `With \`${formatSwitches(flip.items)}\` on top it is gone.${doubts}`;
  }
  const unstarted = clause(
    'It does not start with',
    untried.filter(({ never }) => never),
  );
  const open = clause(
    'Nothing is known of',
    untried.filter(({ never }) => !never),
  );
  return `No feature gate and no version of the API was found that makes it go away: ${covered.length} were switched, many at a time.${unstarted}${open}`;
}

function clause(begin: string, untried: readonly Untried<Switch>[]): string {
  return untried.length === 0 ? '' : ` ${begin} ${untried.map(({ item }) => formatSwitches([item])).join(', ')}.`;
}

function variants(title: string, tried: readonly Variant[]): string[] {
  return tried.length === 0
    ? []
    : [`${title}: ${tried.map(({ version, seen }) => `${version} ${formatSeen(seen)}`).join(', ')}.`];
}

/** A fenced block; the fence is longer than any in the text. */
function block(language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}

function value(json: Json | undefined): string {
  return json === undefined ? 'nothing' : `\`${oneLine(JSON.stringify(json)).replaceAll('`', "'")}\``;
}

/** One line of a message, not too long. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > 400 ? `${line.slice(0, 400)}...` : line;
}
