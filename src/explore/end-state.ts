import { createHash } from 'node:crypto';
import { inEveryRun, nameOfStored, subjectOf, withoutIdentity, withoutWave } from '../assertions/object-identity.js';
import { KUBE_COMPONENTS } from '../model/component.js';
import { isHeartbeatKey } from '../model/internal-keys.js';
import type { Checkpoint, ComponentEvidence, StoredObject } from '../model/observation.js';
import type { Outcome, Verdict } from '../model/verdict.js';
import { canonicalLine } from '../support/canonical-json.js';

/**
 * The state in which a run ended, without what differs in every run: equal for cases that are the same. Objects are a set of general names, because
 * how many pods or slices stand behind one is the controllers' affair at that instant; an object of a client that is lost is a finding.
 */
export interface EndState {
  readonly outcome: Outcome;
  /** `GUARANTEE SUBJECT PATH` of all that is more than a note. */
  readonly findings: readonly string[];
  /** `COMPONENT BINARY (emulating MINOR, min-compat MINOR)` at the last stop; none where no stop was reached. */
  readonly components: readonly string[];
  /** `KIND NAME stored as VERSION`. */
  readonly objects: readonly string[];
}

/** What is looked at of the last stop of a run. */
type LastStop = Pick<Checkpoint, 'components' | 'departure'>;

/** The state in which a run ended. `last` is its last stop, where it reached one. */
export function endStateOf({ outcome, findings }: Verdict, last: LastStop | undefined): EndState {
  const weighed = findings.filter(({ severity }) => severity !== 'note');
  return {
    outcome,
    findings: distinct(
      weighed.map(({ guarantee, component, subject, path }) =>
        [guarantee, component, inEveryRun(subject), withoutWave(path)].filter((part) => part !== '').join(' '),
      ),
    ),
    components: last ? KUBE_COMPONENTS.map((component) => describeComponent(last.components[component])) : [],
    objects: distinct((last?.departure.store ?? []).flatMap(describeStored)),
  };
}

/** A short digest, equal for equal states, by which they are counted. */
export function digestOf(state: EndState): string {
  return createHash('sha256').update(canonicalLine(state)).digest('hex').slice(0, 12);
}

/** Lines that are told of each part of a state before the rest is only counted. */
const MOST_LINES = 5;

/** In what two states differ: `- ` what only the first has, `+ ` what only the second has. Empty for equal states. */
export function differenceOf(first: EndState, second: EndState): string[] {
  return linesOf(first).flatMap((lines, part) => {
    const others = linesOf(second)[part] ?? [];
    const only = [
      ...lines.filter((line) => !others.includes(line)).map((line) => `- ${line}`),
      ...others.filter((line) => !lines.includes(line)).map((line) => `+ ${line}`),
    ];
    const rest = only.length - MOST_LINES;
    return rest > 0 ? [...only.slice(0, MOST_LINES), `and ${rest} more`] : only;
  });
}

function linesOf({ outcome, findings, components, objects }: EndState): (readonly string[])[] {
  return [[outcome], findings, components, objects];
}

function describeComponent({ component, binary, emulated, minCompatibility }: ComponentEvidence): string {
  return `${component} ${binary} (emulating ${emulated ?? 'unknown'}, min-compat ${minCompatibility ?? 'unknown'})`;
}

/** An object's name and the version in which it is stored; nothing for what only reports that something happened or lives. */
function describeStored(stored: StoredObject): string[] {
  if (isHeartbeatKey(stored)) return [];
  const name = nameOfStored(stored);
  if (!name) return [`${withoutWave(withoutIdentity(stored.key))} stored as ${stored.apiVersion || stored.encoding}`];
  if (name.kind === 'Event' && EMITTED.test(name.name)) return [];
  if (LIVES.includes(name.kind) && !OF_CLIENTS.test(name.namespace)) return [];
  const [version = '', ...rest] = inEveryRun(subjectOf(name)).split(' ');
  return [`${rest.join(' ')} stored as ${version}`];
}

/** The name of an Event that a component emits: its object's, and when (k8s.io/client-go tools/record/util, GenerateEventName). */
const EMITTED = /\.[0-9a-f]{14,16}$/;

/** Whoever holds one renews it or leaves it behind, as it comes. */
const LIVES = ['Lease', 'LeaseCandidate'];
const OF_CLIENTS = /^rehearse-/;

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
