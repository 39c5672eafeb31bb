import { isInternalKey } from '../../model/internal-keys.js';
import type { Json, StoredObject } from '../../model/observation.js';
import { INSTANCE, isGranted } from '../default-objects.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { isList, shownValue, valueAt } from '../json.js';
import { leafDifferences, type LeafDifference } from '../leaf-differences.js';
import { withoutIdentity } from '../object-identity.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, storedSubject, type Stop } from '../stop.js';

/**
 * The roles, service accounts, priority classes, flow schemas, APIServices and addresses that a control plane writes for itself. What
 * differs already between the baseline and the fresh server of the same release is the cluster's own: its CA, its holders of leases.
 */
export const defaultObjects: Guarantee = {
  id: 'default-objects',
  sentence: 'Whatever a fresh server of the version acted as writes by itself is there, with everything in it',
  severity: 'violation',
  weaker: [
    {
      of: 'what such an object has beyond the fresh server',
      severity: 'note',
      because: 'default objects are not versioned: a newer release adds to them, and a rollback takes nothing away',
    },
  ],
  source: kep4330('Goals'),
  presupposes: ['replaced', 'binary', 'triple', 'keys-kept', 'content-unchanged'],
  control: 'scenarios/controls/default-object-altered.yaml',
  appliesTo: (stop) => stop.oracle !== undefined,
  check(stop) {
    const fresh = (stop.oracle?.store ?? []).filter(isDefault);
    const own = differencesOf(stop.all[0]);
    return {
      checked: fresh.length,
      differences: fresh
        .flatMap((stored) => compare(stop, stored))
        .filter(({ key, path }) => !own.has(`${key} ${path}`))
        .filter(({ subject }) => !stop.reported.ever(['keys-kept', 'content-unchanged'], subject)),
    };
  },
};

/** Events report what happened, and what servers keep for themselves says that they live. */
function isDefault(stored: StoredObject): boolean {
  return stored.kind !== 'Event' && stored.content !== null && !isInternalKey(stored);
}

/** Where the baseline differs from the fresh server of its release. */
function differencesOf(baseline: Stop | undefined): ReadonlySet<string> {
  if (!baseline?.oracle) return new Set();
  const found = baseline.oracle.store.filter(isDefault).flatMap((stored) => compare(baseline, stored));
  // an object that the baseline lacks, or has in another form, is nobody's own
  return new Set(found.filter(({ path, before, after }) => path !== '' && typeof before === typeof after).map(placeOf));
}

function placeOf({ key, path }: Difference): string {
  return `${key} ${path}`;
}

function compare(stop: Stop, fresh: StoredObject): Difference[] {
  const seen = seenOf(stop, fresh.key);
  const evidence = [`oracles/${stop.step.oracle}.json`, checkpointFile(stop, 'store-arrival.ndjson')];
  const about = { subject: storedSubject(stop, fresh), key: fresh.key, component: 'kube-apiserver', evidence };
  if (!seen) {
    return [{ ...about, path: '', before: 'stored', after: null, detail: 'is missing, but a fresh server writes it' }];
  }
  // a lease says who leads, since when; that it is there is all that is the same
  if (fresh.kind === 'Lease') return [];
  return contentDifferences(fresh.content, seen.content).map(({ path, before, after }) => ({
    ...about,
    path,
    before: before ?? null,
    after: after ?? null,
    detail: `is ${shownValue(after ?? null)} where a fresh server has ${shownValue(before ?? null)}`,
    ...(before === undefined ? { severity: 'note' as const } : {}),
  }));
}

/** An API server is identified by the name of its machine, which is another one in a node of kind than beside it. */
function seenOf({ arrival: { store } }: Stop, key: string): StoredObject | undefined {
  const general = withoutIdentity(key);
  const another = (): StoredObject | undefined =>
    [...store.values()].find((stored) => withoutIdentity(stored.key) === general);
  return store.get(key) ?? (general === key ? undefined : another());
}

function contentDifferences(fresh: Json, seen: Json): LeafDifference[] {
  const differences = leafDifferences(fresh, seen).filter(({ path }) => !INSTANCE.test(path));
  const [granted, rules] = [valueAt(fresh, 'rules'), valueAt(seen, 'rules')];
  if (!isList(granted) || !isList(rules)) return differences;
  // a server adds missing rules behind those that are there, so the lists differ where the grants do not
  const missing = granted.flatMap((rule, at) => {
    const path = `rules[${at}]`;
    return isGranted(rule, path, seen) ? [] : [{ path, before: rule, after: undefined }];
  });
  const extra = rules.flatMap((rule, at) => {
    const path = `rules[${at}]`;
    return isGranted(rule, path, fresh) ? [] : [{ path, before: undefined, after: rule }];
  });
  return [...differences.filter(({ path }) => !/^rules(\[|$)/.test(path)), ...missing, ...extra];
}
