import { isInternalKey } from '../../model/internal-keys.js';
import type { ServedObject, ServedResource, StoredObject } from '../../model/observation.js';
import { groupOf } from '../api-names.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { isDecoded, nameOfStored, subjectOf, type ObjectName } from '../object-identity.js';
import { isPersisted, resourceSubject, type Sight } from '../sight.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, storedSubject, type Stop } from '../stop.js';

const MOMENTS = ['arrival', 'departure'] as const;
type Moment = (typeof MOMENTS)[number];

const SURFACE_GUARANTEES = ['discovery', 'surface-returns'] as const;

/** Etcd and API are two views of the same objects: what only one of them shows is lost to somebody. */
export const keysAccounted: Guarantee = {
  id: 'keys-accounted',
  sentence: 'Every stored key is an object that the server lists, and every listed object has a key',
  severity: 'violation',
  weaker: [
    {
      of: 'keys of a built-in kind that other stops serve and this one does not',
      severity: 'note',
      because: 'what an emulation rollback leaves in etcd unserved is the residue of a supported move',
    },
    {
      of: 'values that are encrypted or cannot be decoded',
      severity: 'inconclusive',
      because: 'nobody can say what they are',
    },
  ],
  source: kep4330('Upgrade / Downgrade Strategy'),
  presupposes: ['replaced', 'binary', 'triple', 'keys-kept'],
  control: 'scenarios/controls/orphan-key.yaml',
  appliesTo: () => true,
  check(stop) {
    let checked = 0;
    const said = new Map<string, Difference>();
    for (const moment of MOMENTS) {
      const { store, served } = stop[moment].observation;
      checked += store.length + served.length;
      for (const difference of [
        ...store.flatMap((stored) => judgeKey(stop, moment, stored)),
        ...served.flatMap((object) => judgeListed(stop, moment, object)),
      ]) {
        const name = `${difference.key ?? ''} ${difference.subject}`;
        if (!said.has(name)) said.set(name, difference);
      }
    }
    return { checked, differences: [...said.values()] };
  },
};

function judgeKey(stop: Stop, moment: Moment, stored: StoredObject): Difference[] {
  const sight = stop[moment];
  if (stop.reported.ever(['keys-kept'], stored.key)) return [];
  if (!isDecoded(stored)) {
    return [
      { ...about(stop, moment, stored), severity: 'inconclusive', detail: `cannot be decoded (${stored.encoding})` },
    ];
  }
  if (isInternalKey(stored)) return [];
  const name = nameOfStored(stored);
  if (name && sight.lists(name)) return judgeDouble(stop, moment, stored, name);
  const group = groupOf(stored.apiVersion);
  const resources = sight.resourcesOf(group, stored.kind);
  if (sight.isBlindToGroup(group) || resources.some((resource) => sight.isBlindTo(resource))) return [];
  if (resources.length > 0)
    return [{ ...about(stop, moment, stored), detail: `is stored at ${stored.key}, but no list has it` }];
  if (isHidden(stop, group, stored.kind)) return [];
  const orphan = { ...about(stop, moment, stored), detail: `is stored at ${stored.key}, but nothing serves its kind` };
  return [isResidue(stop, group, stored.kind) ? { ...orphan, severity: 'note' } : orphan];
}

/** Two keys with one object's name: the one that is not where the name says is an orphan in disguise. */
function judgeDouble(stop: Stop, moment: Moment, stored: StoredObject, name: ObjectName): Difference[] {
  if (stop[moment].storedOf(name).length < 2) return [];
  const place = name.namespace === '' ? `/${name.name}` : `/${name.namespace}/${name.name}`;
  if (stored.key.endsWith(place)) return [];
  return [{ ...about(stop, moment, stored), detail: `is stored at ${stored.key} as well as under its own name` }];
}

function judgeListed(stop: Stop, moment: Moment, object: ServedObject): Difference[] {
  const sight = stop[moment];
  const resource = sight.resources.get(resourceSubject(object));
  const name = sight.nameOfServed(object);
  if (!resource || !name || !isPersisted(resource) || sight.storedOf(name).length > 0) return [];
  const subject = subjectOf(name);
  if (stop.reported.ever(['keys-kept'], subject)) return [];
  const detail = 'is listed, but no key holds it';
  return [{ ...place(stop, moment), subject, path: '', before: null, after: 'listed', detail }];
}

/** True when a resource of the kind should be served here and a surface guarantee has reported that it is not. */
function isHidden(stop: Stop, group: string, kind: string): boolean {
  const elsewhere = stop.all.flatMap((other) =>
    [other.arrival, other.departure].flatMap((sight) => sight.resourcesOf(group, kind)),
  );
  return [...elsewhere, ...oracleResources(stop, group, kind)].some((resource) =>
    SURFACE_GUARANTEES.some((id) => stop.reported.at(id, stop.step.index, resourceSubject(resource), '')),
  );
}

/** True for a built-in kind that another stop serves and this stop's oracle does not. */
function isResidue(stop: Stop, group: string, kind: string): boolean {
  const isServedIn = (sight: Sight): boolean => sight.resourcesOf(group, kind).some((resource) => !resource.custom);
  if (oracleResources(stop, group, kind).length > 0) return false;
  return stop.all.some((other) => isServedIn(other.arrival) || isServedIn(other.departure));
}

function oracleResources({ oracle }: Stop, group: string, kind: string): ServedResource[] {
  const resources = oracle?.surface.resources ?? [];
  return resources.filter((resource) => resource.kind === kind && groupOf(resource.groupVersion) === group);
}

function about(stop: Stop, moment: Moment, stored: StoredObject): Omit<Difference, 'detail'> {
  return {
    ...place(stop, moment),
    subject: storedSubject(stop, stored),
    path: '',
    before: 'stored',
    after: null,
    key: stored.key,
  };
}

function place(stop: Stop, moment: Moment): Pick<Difference, 'evidence'> {
  return {
    evidence: [checkpointFile(stop, `store-${moment}.ndjson`), checkpointFile(stop, `served-${moment}.ndjson`)],
  };
}
