import { describe, expect, it } from 'vitest';
import type { ServedResource } from '../../../model/observation.js';
import { surfaceHistory } from '../surface-history.js';
import { countChanges, resourceViews } from './surface-changes.js';

const pods = resource({ resource: 'pods', kind: 'Pod' });
const claims = resource({ groupVersion: 'resource.k8s.io/v1', resource: 'resourceclaims', kind: 'ResourceClaim' });

describe('the changes of the API surface', () => {
  it('tell what each stop added, removed and changed, by its transition or its write wave', () => {
    const views = viewsOf([pods], [pods], [pods, claims], [pods, { ...claims, verbs: ['get', 'list'] }], [pods]);
    expect(views.map(({ groupVersion, resource: name }) => `${groupVersion} ${name}`)).toEqual([
      'resource.k8s.io/v1 resourceclaims',
      'v1 pods',
    ]);
    expect(views[0]!.changes).toEqual([
      { stop: 1, by: 'transition', what: 'added', fields: [] },
      {
        stop: 1,
        by: 'write wave',
        what: 'changed',
        fields: [{ name: 'verbs', before: '["get"]', after: '["get","list"]' }],
      },
      { stop: 2, by: 'transition', what: 'removed', fields: [] },
    ]);
    expect(views[1]!.changes).toEqual([]);
    expect(countChanges(views, 1, 'transition')).toEqual({ added: 1, removed: 0, changed: 0 });
    expect(countChanges(views, 2, 'transition')).toEqual({ added: 0, removed: 1, changed: 0 });
    expect(countChanges(views, 0, 'transition')).toEqual({ added: 0, removed: 0, changed: 0 });
  });

  it('add again what comes back, and show what it last looked like', () => {
    const [view] = viewsOf([claims], [], [{ ...claims, kind: 'Claim' }], []);
    expect(view!.changes.map(({ what }) => what)).toEqual(['removed', 'added', 'removed']);
    expect(view!.shape.kind).toBe('Claim');
  });
});

function viewsOf(...surfaces: ServedResource[][]) {
  return resourceViews(surfaceHistory(surfaces.map((resources, moment) => ({ moment, surface: { resources } }))));
}

function resource(change: Partial<ServedResource>): ServedResource {
  const empty = { shortNames: [], categories: [], storageVersionHash: '', custom: false };
  return { groupVersion: 'v1', resource: '', kind: '', namespaced: true, verbs: ['get'], ...empty, ...change };
}
