import type { ServedResource } from '../../model/observation.js';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** A resource as discovery shows it; everything that is not given is that of an ordinary, stored, namespaced one. */
export function resource(
  groupVersion: string,
  name: string,
  kind: string,
  rest: Partial<ServedResource> = {},
): ServedResource {
  return {
    groupVersion,
    resource: name,
    kind,
    namespaced: true,
    verbs: VERBS,
    shortNames: [],
    categories: ['all'],
    storageVersionHash: `hash-of-${kind}`,
    custom: false,
    ...rest,
  };
}

/** What the old release serves: few resources, but one of every sort that is judged differently. */
export const OLD_SURFACE: readonly ServedResource[] = [
  resource('v1', 'namespaces', 'Namespace', { namespaced: false }),
  resource('v1', 'configmaps', 'ConfigMap', { shortNames: ['cm'] }),
  resource('v1', 'events', 'Event'),
  resource('v1', 'componentstatuses', 'ComponentStatus', { verbs: ['get', 'list'], storageVersionHash: '' }),
  resource('events.k8s.io/v1', 'events', 'Event'),
  resource('apps/v1', 'deployments', 'Deployment'),
  resource('apps/v1', 'deployments/status', 'Deployment', {
    verbs: ['get', 'patch', 'update'],
    storageVersionHash: '',
  }),
  resource('apps/v1', 'statefulsets', 'StatefulSet'),
  resource('apps/v1', 'controllerrevisions', 'ControllerRevision'),
  resource('v1', 'pods', 'Pod'),
  resource('autoscaling/v1', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  resource('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  resource('coordination.k8s.io/v1', 'leases', 'Lease'),
  resource('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', { namespaced: false }),
  resource('admissionregistration.k8s.io/v1beta1', 'mutatingadmissionpolicies', 'MutatingAdmissionPolicy', {
    namespaced: false,
  }),
  resource('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', { namespaced: false }),
];

/** What only the new release serves. */
export const NEW_ONLY: readonly ServedResource[] = [
  resource('certificates.k8s.io/v1beta1', 'podcertificaterequests', 'PodCertificateRequest'),
];

/** What the definition of one wave serves. */
export function customSurface(wave: string): ServedResource[] {
  const groupVersion = `${wave}.rehearse.example.com/v1`;
  return [
    resource(groupVersion, 'widgets', 'Widget', { custom: true }),
    resource(groupVersion, 'widgets/status', 'Widget', { custom: true, storageVersionHash: '' }),
  ];
}
