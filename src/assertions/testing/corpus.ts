import type { ServedResource, WaveWrite } from '../../model/observation.js';
import { groupOf, isSubresource } from '../api-names.js';
import { NEW_ONLY } from './surfaces.js';
import { uidOf, type Put, type World } from './world.js';

const CLIENT = 'kube-rehearse';

/** What a cluster holds before anybody uses it. */
export function bootstrap(world: World): void {
  world.put({ ...cluster('v1', 'Namespace', 'namespaces', 'kube-system'), manager: 'kube-apiserver' });
  world.put({
    ...cluster('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', 'system:default'),
    manager: 'kube-apiserver',
    body: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] },
  });
  world.put({
    key: '/registry/ranges/serviceips',
    apiVersion: 'v1',
    kind: 'RangeAllocation',
    name: '',
    manager: 'kube-apiserver',
  });
  restart(world, 'baseline');
}

/** What every restart of a control plane writes: a lease taken anew, and an Event with a new name that says so. */
export function restart(world: World, instance: string): void {
  for (const component of ['kube-controller-manager', 'kube-scheduler']) {
    const lease = { namespace: 'kube-system', name: component };
    world.put({
      ...namespaced('coordination.k8s.io/v1', 'Lease', 'leases', lease.namespace, lease.name),
      manager: component,
      body: { spec: { holderIdentity: `${component}-${instance}`, renewTime: world.now() } },
    });
    world.put({
      ...namespaced('v1', 'Event', 'events', lease.namespace, `${component}.${instance}`),
      manager: component,
      body: {
        involvedObject: { kind: 'Lease', ...lease },
        reason: 'LeaderElection',
        message: `${instance} became leader`,
        source: { component },
      },
    });
  }
}

/** Creates an object of every persisted resource, as a wave does, and says what it wrote. */
export function writeWave(world: World, wave: string, resources: readonly ServedResource[]): WaveWrite[] {
  const space = `rehearse-${wave}`;
  const writes: WaveWrite[] = [];
  const create = (groupVersion: string, resource: string, put: Omit<Put, 'manager'>): void => {
    world.put({ ...put, manager: CLIENT });
    const { namespace = '', name } = put;
    writes.push({
      action: 'create',
      groupVersion,
      resource,
      namespace,
      name,
      status: 201,
      message: '',
      required: true,
      dropped: [],
    });
  };
  const inSpace = (
    apiVersion: string,
    kind: string,
    resource: string,
    body: Put['body'] = { spec: { size: 1 } },
  ): void => create(apiVersion, resource, { ...namespaced(apiVersion, kind, resource, space, space), body });
  create('v1', 'namespaces', cluster('v1', 'Namespace', 'namespaces', space));
  inSpace('v1', 'ConfigMap', 'configmaps', { data: { colour: 'blue', shape: 'round' } });
  inSpace('v1', 'Event', 'events', { reason: 'Rehearsed', involvedObject: { kind: 'Namespace', name: space } });
  inSpace('apps/v1', 'Deployment', 'deployments', { spec: { replicas: 0, strategy: { type: 'Recreate' } } });
  inSpace('v1', 'Pod', 'pods', { spec: { schedulingGates: [{ name: 'hold' }] }, status: { phase: 'Pending' } });
  inSpace('apps/v1', 'ControllerRevision', 'controllerrevisions', { revision: 1 });
  inSpace('apps/v1', 'StatefulSet', 'statefulsets', {
    spec: { replicas: 1 },
    status: { readyReplicas: 1, updateRevision: `${space}-a` },
  });
  runStatefulSet(world, space);
  inSpace('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers');
  inSpace('coordination.k8s.io/v1', 'Lease', 'leases', { spec: { holderIdentity: 'nobody' } });
  for (const [groupVersion, kind, resource] of [
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles'],
    ['admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicy', 'mutatingadmissionpolicies'],
  ] as const) {
    create(groupVersion, resource, { ...cluster(groupVersion, kind, resource, space), body: { spec: { size: 1 } } });
  }
  const group = `${wave}.rehearse.example.com`;
  create('apiextensions.k8s.io/v1', 'customresourcedefinitions', {
    ...cluster('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', `widgets.${group}`),
    body: { spec: { group } },
  });
  inSpace(`${group}/v1`, 'Widget', 'widgets');
  for (const { groupVersion, kind, resource } of NEW_ONLY) {
    if (resources.some((each) => each.kind === kind)) inSpace(groupVersion, kind, resource);
  }
  return writes.filter(({ resource }) => !isSubresource(resource));
}

/** What the controller and a node make of a wave's StatefulSet: its revision, and a pod that is ready. */
function runStatefulSet(world: World, space: string): void {
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: space, uid: uidOf(STATEFUL_SET(space)) };
  const made = { manager: 'kube-controller-manager', metadata: { ownerReferences: [{ ...owner, controller: true }] } };
  world.put({
    ...namespaced('apps/v1', 'ControllerRevision', 'controllerrevisions', space, `${space}-a`),
    ...made,
    body: { revision: 1 },
  });
  world.put({
    ...namespaced('v1', 'Pod', 'pods', space, `${space}-0`),
    ...made,
    body: {
      spec: { nodeName: 'node-0' },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ name: 'app', containerID: 'run://1', restartCount: 0, ready: true }],
      },
    },
  });
}

const STATEFUL_SET = (space: string): string => `/registry/statefulsets/${space}/${space}`;

function cluster(apiVersion: string, kind: string, resource: string, name: string): Omit<Put, 'manager'> {
  return { key: `${folder(apiVersion, resource)}/${name}`, apiVersion, kind, name };
}

function namespaced(
  apiVersion: string,
  kind: string,
  resource: string,
  namespace: string,
  name: string,
): Omit<Put, 'manager'> {
  return { key: `${folder(apiVersion, resource)}/${namespace}/${name}`, apiVersion, kind, namespace, name };
}

function folder(apiVersion: string, resource: string): string {
  const group = groupOf(apiVersion);
  return group.includes('.example.com') ? `/registry/${group}/${resource}` : `/registry/${resource}`;
}
