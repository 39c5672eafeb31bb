import { isHeartbeatKey } from '../../model/internal-keys.js';
import type { Json, StoredObject } from '../../model/observation.js';
import { groupOf } from '../api-names.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import { leafDifferences } from '../leaf-differences.js';
import { isSigned } from '../noise.js';
import { isKubeletReport, isPlayersLease, isReplacedComponent, isRestartReport } from '../node-reports.js';
import { isDecoded, nameOfStored } from '../object-identity.js';
import { DEFAULT_OBJECTS, EMITTED_EVENTS, KUBELET_REPORTS, MIRROR_PODS, PLAYERS_LEASES, kep4330 } from '../sources.js';
import { checkpointFile, hasPrevious, storedSubject, type LaterStop } from '../stop.js';

/** Meaning, not bytes: the same object stored at another version is the business of `storage-version`. */
export const contentUnchanged: Guarantee = {
  id: 'content-unchanged',
  sentence: 'A step changes nothing in what stored objects mean',
  severity: 'violation',
  weaker: [
    {
      of: 'bytes that cannot be decoded',
      severity: 'inconclusive',
      because: 'nobody can say whether their meaning changed',
    },
    DEFAULT_OBJECTS,
    EMITTED_EVENTS,
    MIRROR_PODS,
    KUBELET_REPORTS,
    PLAYERS_LEASES,
  ],
  source: kep4330('Goals'),
  presupposes: ['replaced', 'binary', 'triple', 'workloads', 'keys-kept'],
  control: 'scenarios/controls/object-changed.yaml',
  appliesTo: hasPrevious,
  check(stop) {
    if (!hasPrevious(stop)) return { checked: 0, differences: [] };
    const after = stop.arrival.store;
    let checked = 0;
    const differences: Difference[] = [];
    for (const before of stop.previous.departure.store.values()) {
      const now = after.get(before.key);
      // what is part of a disturbed workload changes with it
      if (!now || stop.reported.last('workloads', before.key) === stop.step.index) continue;
      checked++;
      if (isHeartbeatKey(before)) differences.push(...beat(stop, before, now));
      else if (before.sha256 !== now.sha256) differences.push(...compare(stop, before, now));
    }
    return { checked, differences };
  },
};

/**
 * An API server rewrites the record of its being alive every few seconds, with a counter as its only content. That the key
 * moves is the change: the counter may by chance be the same again.
 */
function beat(stop: LaterStop, before: StoredObject, after: StoredObject): Difference[] {
  if (before.modRevision === after.modRevision) return [];
  return [
    {
      subject: storedSubject(stop, before),
      key: before.key,
      path: '',
      before: 'stored',
      after: 'stored again',
      detail: 'was written again',
      evidence: evidenceOf(stop),
      mayBeNoise: true,
    },
  ];
}

function evidenceOf(stop: LaterStop): string[] {
  return [checkpointFile(stop.previous, 'store-departure.ndjson'), checkpointFile(stop, 'store-arrival.ndjson')];
}

function compare(stop: LaterStop, before: StoredObject, after: StoredObject): Difference[] {
  const name = nameOfStored(after);
  const signed = name !== null && !stop.clients.owns(name) && isSigned(before.content, after.content);
  const about = {
    subject: storedSubject(stop, before),
    key: before.key,
    evidence: evidenceOf(stop),
    mayBeNoise: signed,
  };
  if (!isDecoded(before) || !isDecoded(after)) return [unreadable(about, before, after)];
  const changed = (path: string, was: Json | undefined, is: Json | undefined): Difference => ({
    ...about,
    path,
    before: was ?? null,
    after: is ?? null,
    detail:
      was === undefined
        ? `appeared as ${shownValue(is ?? null)}`
        : is === undefined
          ? 'disappeared'
          : describe(was, is),
  });
  const ofDefaults = signed ? stop.defaults.explainedPaths(before, after) : new Set<string>();
  const isReport = signed && (after.kind === 'Event' || isReplacedComponent(stop.step, after));
  const isNote = (path: string): boolean =>
    isReport ||
    ofDefaults.has(path) ||
    (signed &&
      (isKubeletReport(before, after, path) ||
        isPlayersLease(before, after, path) ||
        isRestartReport(stop.step, after, path)));
  const differences = leafDifferences(before.content, after.content).map((leaf) => ({
    ...changed(leaf.path, leaf.before, leaf.after),
    ...(isNote(leaf.path) ? { severity: 'note' as const } : {}),
  }));
  if (before.kind !== after.kind) differences.push(changed('kind', before.kind, after.kind));
  if (groupOf(before.apiVersion) !== groupOf(after.apiVersion)) {
    differences.push(changed('apiVersion', before.apiVersion, after.apiVersion));
  }
  for (const path of symmetricDifference(before.unknownFields, after.unknownFields)) {
    const was = before.unknownFields.includes(path);
    differences.push({
      ...about,
      path,
      before: was ? 'unknown field' : null,
      after: was ? null : 'unknown field',
      detail: was ? 'lost a field that no schema knows' : 'has a new field that no schema knows',
    });
  }
  return differences;
}

function describe(was: Json, is: Json): string {
  return `went from ${shownValue(was)} to ${shownValue(is)}`;
}

function unreadable(
  about: Omit<Difference, 'path' | 'before' | 'after' | 'detail'>,
  before: StoredObject,
  after: StoredObject,
): Difference {
  const difference = { ...about, path: '', before: before.sha256, after: after.sha256, mayBeNoise: false };
  if (isDecoded(before) && after.encoding !== 'encrypted') {
    return { ...difference, detail: `can no longer be decoded (${after.encoding})` };
  }
  return { ...difference, severity: 'inconclusive', detail: 'has other bytes, which cannot be decoded' };
}

function symmetricDifference(before: readonly string[], after: readonly string[]): string[] {
  return [...before.filter((path) => !after.includes(path)), ...after.filter((path) => !before.includes(path))].sort();
}
