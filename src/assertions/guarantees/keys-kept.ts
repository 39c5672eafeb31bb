import type { StoredObject } from '../../model/observation.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { newestSignature } from '../noise.js';
import { nameOfStored } from '../object-identity.js';
import { DEFAULT_OBJECTS, EMITTED_EVENTS, kep4330 } from '../sources.js';
import { checkpointFile, hasPrevious, storedSubject, type LaterStop, type Stop } from '../stop.js';

/** Between a departure and the next arrival only the control plane writes; and a write wave deletes nothing. */
export const keysKept: Guarantee = {
  id: 'keys-kept',
  sentence: 'A step neither removes nor adds a stored key, and a write wave removes none of a client',
  severity: 'violation',
  weaker: [DEFAULT_OBJECTS, EMITTED_EVENTS],
  source: kep4330('Goals'),
  presupposes: ['replaced', 'binary', 'triple', 'workloads'],
  control: 'scenarios/controls/object-deleted.yaml',
  appliesTo: hasPrevious,
  check(stop) {
    if (!hasPrevious(stop)) return { checked: 0, differences: [] };
    const before = stop.previous.departure.store;
    const after = stop.arrival.store;
    const isSaid = ({ key }: StoredObject): boolean => stop.reported.last('workloads', key) === stop.step.index;
    const removed = [...before.values()].filter((stored) => !after.has(stored.key) && !isSaid(stored));
    const added = [...after.values()].filter((stored) => !before.has(stored.key) && !isSaid(stored));
    const ofClients = [...after.values()].filter((stored) => isOfClient(stop, stored));
    const earlier = added.length === 0 ? '' : newestSignature([...before.values()].map(({ content }) => content));
    const lost = ofClients.filter((stored) => !stop.departure.store.has(stored.key));
    return {
      checked: before.size + added.length + ofClients.length,
      differences: [
        ...removed.map((stored) => ({
          ...removal(stop, stored, `was removed since ${stop.previous.step.name}`, acrossStep(stop)),
          ...(isDefaultOfPrevious(stop, stored) ? { severity: 'note' as const } : {}),
        })),
        ...added.map((stored) => addition(stop, stored, earlier)),
        ...lost.map((stored) => removal(stop, stored, 'was removed while the wave was written', duringWave(stop))),
      ],
    };
  },
};

function removal(stop: Stop, stored: StoredObject, what: string, evidence: readonly string[]): Difference {
  return {
    subject: storedSubject(stop, stored),
    path: '',
    before: 'stored',
    after: null,
    detail: `${what} (${stored.key})`,
    evidence,
    key: stored.key,
  };
}

/** `earlier` is the newest signature at the departure: what is older cannot have been made in this step. */
function addition(stop: LaterStop, stored: StoredObject, earlier: string): Difference {
  const signed = !isOfClient(stop, stored) && newestSignature([stored.content]) > earlier;
  // some default objects carry no signature; the very same content in the fresh server's store says as much
  const isNote =
    !isOfClient(stop, stored) && ((signed && stored.kind === 'Event') || stop.defaults.explainsAdded(stored));
  return {
    subject: storedSubject(stop, stored),
    path: '',
    before: null,
    after: 'stored',
    detail: `was added since ${stop.previous.step.name} (${stored.key})`,
    evidence: acrossStep(stop),
    key: stored.key,
    mayBeNoise: signed,
    ...(isNote ? { severity: 'note' as const } : {}),
  };
}

/** True when the version before writes the object by itself and the version now does not. */
function isDefaultOfPrevious(stop: LaterStop, stored: StoredObject): boolean {
  return stop.previous.defaults.has(stored) && !stop.defaults.has(stored) && stop.oracle !== undefined;
}

function isOfClient(stop: Stop, stored: StoredObject): boolean {
  const name = nameOfStored(stored);
  return name !== null && stop.clients.owns(name);
}

function acrossStep(stop: LaterStop): string[] {
  return [checkpointFile(stop.previous, 'store-departure.ndjson'), checkpointFile(stop, 'store-arrival.ndjson')];
}

function duringWave(stop: Stop): string[] {
  return [checkpointFile(stop, 'store-arrival.ndjson'), checkpointFile(stop, 'store-departure.ndjson')];
}
