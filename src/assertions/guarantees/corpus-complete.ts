import type { ServedResource, WaveWrite } from '../../model/observation.js';
import { groupOf, isSubresource, storageGroup } from '../api-names.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { subjectOf } from '../object-identity.js';
import { isPersisted, resourceSubject } from '../sight.js';
import { checkpointFile, type Stop } from '../stop.js';

/** Data that nobody wrote cannot go wrong: a hole in the corpus is a hole in every other guarantee. */
export const corpusComplete: Guarantee = {
  id: 'corpus-complete',
  sentence: 'The write wave stores an object of every persisted resource that is served',
  severity: 'inconclusive',
  weaker: [],
  source:
    'kube-rehearse itself; persisted is what discovery gives a `storageVersionHash`, [API concepts](https://kubernetes.io/docs/reference/using-api/api-concepts/)',
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'src/assertions/guarantees/corpus-complete.test.ts',
  appliesTo: () => true,
  check(stop) {
    const required = stop.checkpoint.wave.writes.filter((write) => write.required);
    const refused = required.filter((write) => !isAccepted(write));
    const created = required.filter(
      (write) => write.action === 'create' && isAccepted(write) && !isSubresource(write.resource),
    );
    const resources = persistedResources(stop.arrival.observation.surface.resources);
    const covered = new Set(created.map(storageKey));
    return {
      checked: resources.size + required.length,
      differences: [
        ...[...resources].filter(([key]) => !covered.has(key)).map(([, resource]) => missing(stop, resource)),
        ...refused.map((write) => refusal(stop, write)),
        ...created.flatMap((write) => lost(stop, write)),
      ],
    };
  },
};

function isAccepted({ status }: WaveWrite): boolean {
  return status >= 200 && status < 300;
}

/** One resource for each place in etcd, the first of its versions by name. */
function persistedResources(resources: readonly ServedResource[]): Map<string, ServedResource> {
  const found = new Map<string, ServedResource>();
  for (const resource of resources) {
    if (resource.custom || !isPersisted(resource)) continue;
    const known = found.get(storageKey(resource));
    if (!known || resourceSubject(resource) < resourceSubject(known)) found.set(storageKey(resource), resource);
  }
  return found;
}

/** Versions of a resource share their storage, so any one of them covers it. */
function storageKey({ groupVersion, resource }: Pick<ServedResource, 'groupVersion' | 'resource'>): string {
  return `${storageGroup(groupOf(groupVersion), resource)} ${resource}`;
}

function missing(stop: Stop, resource: ServedResource): Difference {
  return {
    subject: resourceSubject(resource),
    path: '',
    before: 'an accepted create',
    after: null,
    detail: 'is persisted, but no object of it was created',
    evidence: [checkpointFile(stop, 'wave.json'), checkpointFile(stop, 'surface-arrival.json')],
  };
}

function refusal(stop: Stop, write: WaveWrite): Difference {
  return {
    subject: writeSubject(write),
    path: write.action,
    before: '2xx',
    after: write.status,
    detail: `could not be written: ${write.action} was answered ${write.status} ${write.message}`.trimEnd(),
    evidence: [checkpointFile(stop, 'wave.json')],
  };
}

/** An acknowledged object that nobody can find afterwards is no part of the corpus. */
function lost(stop: Stop, write: WaveWrite): Difference[] {
  const kind = stop.all
    .flatMap(({ arrival, departure }) => [arrival, departure])
    .map((sight) => sight.resources.get(resourceSubject(write))?.kind)
    .find((found) => found !== undefined);
  const name = kind === undefined ? undefined : { ...write, kind };
  if (name && stop.departure.storedOf(name).length > 0) return [];
  return [
    {
      subject: name ? subjectOf(name) : writeSubject(write),
      path: '',
      before: `created (${write.status})`,
      after: null,
      detail: 'was created by the wave, but is not stored at departure',
      evidence: [checkpointFile(stop, 'wave.json'), checkpointFile(stop, 'store-departure.ndjson')],
    },
  ];
}

function writeSubject({ groupVersion, resource, namespace, name }: WaveWrite): string {
  return `${groupVersion} ${resource} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
