import { DOMAIN, nameOf } from '../corpus-entry.js';
import type { Novelty } from '../corpus-entry.js';
import { defineNovelty } from '../define-entry.js';
import { containerNovelty, podNovelty, volumeNovelty } from './shapes.js';

const since = '1.35';

/** Fields and values that 1.35 accepts by default and 1.34 does not. */
export const NEW_IN_1_35: readonly Novelty[] = [
  containerNovelty(
    { id: 'restart-rules', since, gate: 'ContainerRestartRules', field: 'spec.containers[0].restartPolicyRules' },
    {
      restartPolicy: 'Never',
      restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
    },
  ),
  containerNovelty(
    { id: 'env-file', since, gate: 'EnvFiles', field: 'spec.containers[0].env[0].valueFrom.fileKeyRef' },
    {
      env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'files', path: 'a.env', key: 'A', optional: true } } }],
    },
    { volumes: [{ name: 'files', emptyDir: {} }] },
  ),
  podNovelty(
    { id: 'hostname-override', since, gate: 'HostnameOverride', field: 'spec.hostnameOverride' },
    { hostnameOverride: 'rehearse.example.com' },
  ),
  volumeNovelty(
    { id: 'image-volume', since, gate: 'ImageVolume', field: 'spec.volumes[0].image' },
    { image: { reference: 'registry.example.com/rehearse/data:1.0', pullPolicy: 'IfNotPresent' } },
  ),
  // its target has no replicas, so the autoscaler is content
  defineNovelty({
    id: 'tolerance',
    since,
    gate: 'HPAConfigurableTolerance',
    groupVersion: 'autoscaling/v2',
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
    field: 'spec.behavior.scaleUp.tolerance',
    body: (context) => ({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: nameOf(context, 'idle') },
        minReplicas: 1,
        maxReplicas: 2,
        behavior: { scaleUp: { tolerance: '50m', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
      },
    }),
  }),
  defineNovelty({
    id: 'token-in-secrets',
    since,
    gate: 'CSIServiceAccountTokenSecrets',
    groupVersion: 'storage.k8s.io/v1',
    resource: 'csidrivers',
    kind: 'CSIDriver',
    namespaced: false,
    field: 'spec.serviceAccountTokenInSecrets',
    body: () => ({
      spec: { attachRequired: false, tokenRequests: [{ audience: 'rehearse' }], serviceAccountTokenInSecrets: true },
    }),
  }),
  defineNovelty({
    id: 'allocatable-period',
    since,
    gate: 'MutableCSINodeAllocatableCount',
    groupVersion: 'storage.k8s.io/v1',
    resource: 'csidrivers',
    kind: 'CSIDriver',
    namespaced: false,
    field: 'spec.nodeAllocatableUpdatePeriodSeconds',
    body: () => ({ spec: { attachRequired: false, nodeAllocatableUpdatePeriodSeconds: 60 } }),
  }),
  defineNovelty({
    id: 'attach-error-code',
    since,
    gate: 'MutableCSINodeAllocatableCount',
    groupVersion: 'storage.k8s.io/v1',
    resource: 'volumeattachments',
    kind: 'VolumeAttachment',
    namespaced: false,
    field: 'status.attachError.errorCode',
    body: () => ({
      spec: {
        attacher: `csi.${DOMAIN}`,
        nodeName: 'rehearse-none',
        source: { persistentVolumeName: 'rehearse-none' },
      },
    }),
    afterwards: () => [
      {
        subresource: 'status',
        patch: {
          status: { attached: false, attachError: { time: '2026-01-01T00:00:00Z', message: 'none', errorCode: 8 } },
        },
      },
    ],
  }),
];
