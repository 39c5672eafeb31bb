import type { StoredObject } from '../../model/observation.js';
import { groupOf, isAlpha } from '../api-names.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { isDecoded } from '../object-identity.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, storedSubject, type Stop } from '../stop.js';

const MOMENTS = ['arrival', 'departure'] as const;
type Moment = (typeof MOMENTS)[number];

/** Whether the real old release can read what is stored is the business of `rollback`, which asks it. */
export const storageVersion: Guarantee = {
  id: 'storage-version',
  sentence: 'No object is stored at an alpha version where a beta or stable one is served',
  severity: 'violation',
  weaker: [
    {
      of: 'a stored version that changed in a step',
      severity: 'note',
      because: 'readable storage is promised, an equal choice of version is not always kept',
    },
  ],
  source: kep4330('StorageVersion Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple', 'keys-kept'],
  control: 'scenarios/controls/alpha-stored.yaml',
  appliesTo: () => true,
  check(stop) {
    let checked = 0;
    const said = new Map<string, Difference>();
    for (const moment of MOMENTS) {
      for (const stored of stop[moment].store.values()) {
        if (!isDecoded(stored)) continue;
        checked++;
        const found = alphaStored(stop, moment, stored) ?? (moment === 'arrival' ? moved(stop, stored) : undefined);
        if (found && !said.has(stored.key)) said.set(stored.key, found);
      }
    }
    return { checked, differences: [...said.values()] };
  },
};

function alphaStored(stop: Stop, moment: Moment, stored: StoredObject): Difference | undefined {
  if (!isAlpha(stored.apiVersion) || stop.reported.ever(['keys-kept'], stored.key)) return undefined;
  const better = stop[moment]
    .resourcesOf(groupOf(stored.apiVersion), stored.kind)
    .filter((resource) => !resource.custom && !isAlpha(resource.groupVersion))
    .map((resource) => resource.groupVersion)
    .sort();
  if (better.length === 0) return undefined;
  return {
    subject: storedSubject(stop, stored),
    path: 'apiVersion',
    before: better,
    after: stored.apiVersion,
    detail: `is ${stored.apiVersion} in etcd, although ${better.join(' and ')} is served`,
    evidence: [checkpointFile(stop, `store-${moment}.ndjson`), checkpointFile(stop, `surface-${moment}.json`)],
    key: stored.key,
  };
}

function moved(stop: Stop, stored: StoredObject): Difference | undefined {
  const before = stop.previous?.departure.store.get(stored.key);
  if (!stop.previous || !before || !isDecoded(before) || before.apiVersion === stored.apiVersion) return undefined;
  return {
    subject: storedSubject(stop, before),
    path: 'apiVersion',
    before: before.apiVersion,
    after: stored.apiVersion,
    severity: 'note',
    detail: `went from ${before.apiVersion} to ${stored.apiVersion} without a client's write`,
    evidence: [checkpointFile(stop.previous, 'store-departure.ndjson'), checkpointFile(stop, 'store-arrival.ndjson')],
    key: stored.key,
  };
}
