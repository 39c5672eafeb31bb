import type { Json, ServedObject, StoredObject } from '../../model/observation.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import { leafDifferences } from '../leaf-differences.js';
import { isSigned } from '../noise.js';
import { emittedEventSubject, subjectOf, type ObjectName } from '../object-identity.js';
import { resourceSubject, type Sight } from '../sight.js';
import { EMITTED_EVENTS, kep4330 } from '../sources.js';
import { checkpointFile, hasPrevious, type LaterStop } from '../stop.js';

const REVISION = 'metadata.resourceVersion';

/** Judges what clients see where the data is the same: the same bytes in etcd must not read differently. */
export const servedUnchanged: Guarantee = {
  id: 'served-unchanged',
  sentence: 'An object whose stored meaning is the same is served the same, at every version that both stops serve',
  severity: 'violation',
  weaker: [EMITTED_EVENTS],
  source: kep4330('API Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple', 'workloads', 'keys-kept', 'keys-accounted', 'content-unchanged'],
  control: 'scenarios/controls/served-altered.yaml',
  appliesTo: hasPrevious,
  check(stop) {
    if (!hasPrevious(stop)) return { checked: 0, differences: [] };
    const before = stop.previous.departure;
    const after = stop.arrival;
    const keys = new Set([...before.served.keys(), ...after.served.keys()]);
    let checked = 0;
    const differences: Difference[] = [];
    for (const key of keys) {
      const pair = { was: before.served.get(key), is: after.served.get(key) };
      const name = comparableName(before, after, pair);
      if (!name) continue;
      const stored = { was: before.storedOf(name)[0], is: after.storedOf(name)[0] };
      if (isSaid(stop, stored)) continue;
      checked++;
      differences.push(...compare(stop, name, pair, stored));
    }
    return { checked, differences };
  },
};

interface Pair<T> {
  readonly was: T | undefined;
  readonly is: T | undefined;
}

/** The object's name when both stops serve and could list its resource; null otherwise. */
function comparableName(before: Sight, after: Sight, { was, is }: Pair<ServedObject>): ObjectName | null {
  const object = was ?? is;
  if (!object) return null;
  const isSeen = (sight: Sight): boolean => sight.resources.has(resourceSubject(object)) && !sight.isBlindTo(object);
  return isSeen(before) && isSeen(after) ? after.nameOfServed(object) : null;
}

/** True when the difference is one of the data: keys and stored content have guarantees of their own. */
function isSaid({ reported, step }: LaterStop, { was, is }: Pair<StoredObject>): boolean {
  if ((was === undefined) !== (is === undefined)) return true;
  if (!is) return false;
  if (reported.last('workloads', is.key) === step.index) return true;
  const accounted = reported.last('keys-accounted', is.key) ?? -1;
  return (
    reported.last('keys-kept', is.key) === step.index ||
    reported.last('content-unchanged', is.key) === step.index ||
    accounted >= step.index - 1
  );
}

function compare(
  stop: LaterStop,
  name: ObjectName,
  served: Pair<ServedObject>,
  stored: Pair<StoredObject>,
): Difference[] {
  const { was, is } = served;
  const content = is?.content ?? was?.content ?? null;
  const isEvent = name.kind === 'Event' && !stop.clients.wrote(name);
  const about = {
    subject: isEvent ? emittedEventSubject(name, content) : subjectOf(name),
    component: 'kube-apiserver',
    evidence: [checkpointFile(stop.previous, 'served-departure.ndjson'), checkpointFile(stop, 'served-arrival.ndjson')],
    ...(stored.is ? { key: stored.is.key } : {}),
  };
  if (!was || !is) {
    const detail = is ? `was not listed at ${stop.previous.step.name}` : `is no longer listed`;
    return [{ ...about, path: '', before: was ? 'listed' : null, after: is ? 'listed' : null, detail }];
  }
  const leaves = leafDifferences(was.content, is.content);
  if (leaves.length === 0) return [];
  const explained = pathsOfData(stored);
  const mayBeNoise = !stop.clients.owns(name) && isSigned(was.content, is.content);
  // its data moved; the other of its two forms calls the same fields by other names
  const isReport = isEvent && mayBeNoise && stored.was?.sha256 !== stored.is?.sha256;
  return leaves
    .filter(({ path }) => !explained.has(path))
    .map(({ path, before, after }) => ({
      ...about,
      path,
      before: before ?? null,
      after: after ?? null,
      detail: describe(before, after),
      mayBeNoise,
      ...(isReport ? { severity: 'note' as const } : {}),
    }));
}

/** What moved in etcd moves in the answer too: those paths, and the revision. */
function pathsOfData({ was, is }: Pair<StoredObject>): Set<string> {
  const paths = new Set<string>();
  if (!was || !is) return paths;
  if (was.modRevision !== is.modRevision) paths.add(REVISION);
  if (was.sha256 !== is.sha256) for (const { path } of leafDifferences(was.content, is.content)) paths.add(path);
  return paths;
}

function describe(was: Json | undefined, is: Json | undefined): string {
  if (was === undefined) return `is served with a new value, ${shownValue(is ?? null)}`;
  return is === undefined ? 'is no longer served' : `is served as ${shownValue(is)}, where it was ${shownValue(was)}`;
}
