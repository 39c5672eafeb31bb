import type { Mutable } from './mutable.js';
import type { Observation } from '../../model/observation.js';
import { stored } from './world.js';

/** The key of one of the first wave's objects. */
export const CONFIG_MAP = '/registry/configmaps/rehearse-w00/rehearse-w00';
/** The keys of the first wave's stateful set, of its revision and of its only pod. */
export const STATEFUL_SET = '/registry/statefulsets/rehearse-w00/rehearse-w00';
export const REVISION = '/registry/controllerrevisions/rehearse-w00/rehearse-w00-a';
export const POD = '/registry/pods/rehearse-w00/rehearse-w00-0';
/** The key of an object that the API server writes by itself. */
export const ROLE = '/registry/clusterroles/system:default';

/** An object of a kind that nobody serves. */
export const ORPHAN = {
  key: '/registry/orphans.example.com/orphans/default/left-behind',
  apiVersion: 'orphans.example.com/v1',
  kind: 'Orphan',
  content: { metadata: { name: 'left-behind', namespace: 'default' } },
};

/** Puts a value into etcd behind the server. */
export function plant(view: Mutable<Observation>, value: Parameters<typeof stored>[0]): void {
  view.store.push(stored({ encoding: 'json', ...value }) as never);
}
