import { DOMAIN } from '../corpus-entry.js';
import type { Novelty } from '../corpus-entry.js';
import { defineNovelty } from '../define-entry.js';
import { editAt } from '../edit.js';
import { nodeStatus } from '../nodes.js';
import { podNovelty, sliceNovelty, statefulSetNovelty, volumeNovelty } from './shapes.js';

const since = '1.37';

/** Fields and values that 1.37 accepts by default and 1.36 does not. */
export const NEW_IN_1_37: readonly Novelty[] = [
  // the target does not exist, so the autoscaler reports that once in the status and scales nothing
  defineNovelty({
    id: 'scale-to-zero',
    since,
    gate: 'HPAScaleToZero',
    groupVersion: 'autoscaling/v2',
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
    field: 'spec.minReplicas',
    body: () => ({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'rehearse-none' },
        minReplicas: 0,
        maxReplicas: 2,
        metrics: [
          { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '10' } } },
        ],
      },
    }),
  }),
  statefulSetNovelty(
    {
      id: 'max-unavailable',
      since,
      gate: 'MaxUnavailableStatefulSet',
      field: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
    },
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } } },
  ),
  defineNovelty({
    id: 'prevent-scheduling',
    known: '1.36',
    since,
    gate: 'VolumeLimitScaling',
    groupVersion: 'storage.k8s.io/v1',
    resource: 'csidrivers',
    kind: 'CSIDriver',
    namespaced: false,
    field: 'spec.preventPodSchedulingIfMissing',
    body: () => ({ spec: { attachRequired: false, preventPodSchedulingIfMissing: true } }),
  }),
  volumeNovelty(
    {
      id: 'trust-bundle',
      since,
      gate: 'ClusterTrustBundleProjection',
      field: 'spec.volumes[0].projected.sources[0].clusterTrustBundle.name',
    },
    { projected: { sources: [{ clusterTrustBundle: { name: 'none', path: 'ca.pem', optional: true } }] } },
  ),
  volumeNovelty(
    {
      id: 'pod-certificate',
      since,
      gate: 'PodCertificateRequest',
      field: 'spec.volumes[0].projected.sources[0].podCertificate.signerName',
    },
    {
      projected: {
        sources: [
          {
            podCertificate: {
              signerName: `${DOMAIN}/nobody`,
              keyType: 'ED25519',
              maxExpirationSeconds: 86400,
              credentialBundlePath: 'bundle.pem',
            },
          },
        ],
      },
    },
  ),
  volumeNovelty(
    {
      id: 'certificate-annotations',
      known: '1.35',
      since,
      gate: 'PodCertificateRequest',
      field: 'spec.volumes[0].projected.sources[0].podCertificate.userAnnotations',
    },
    {
      projected: {
        sources: [
          {
            podCertificate: {
              signerName: `${DOMAIN}/nobody`,
              keyType: 'ED25519',
              credentialBundlePath: 'bundle.pem',
              userAnnotations: { [`${DOMAIN}/note`]: 'rehearsed' },
            },
          },
        ],
      },
    },
  ),
  podNovelty(
    { id: 'selinux-mount', since, gate: 'SELinuxMount', field: 'spec.securityContext.seLinuxChangePolicy' },
    { securityContext: { seLinuxChangePolicy: 'MountOption' } },
  ),
  defineNovelty({
    id: 'user-namespace',
    since,
    gate: 'KubeletInUserNamespace',
    groupVersion: 'v1',
    resource: 'nodes',
    kind: 'Node',
    namespaced: false,
    field: 'status.nodeInfo.runningInUserNamespace',
    body: () => ({
      spec: { unschedulable: true },
      status: editAt(nodeStatus('rehearse-none'), ['nodeInfo', 'runningInUserNamespace'], () => true),
    }),
  }),
  // taken when min-compatibility is 1.37; rounded up to whole numbers, as before, no value fits the step
  sliceNovelty(
    {
      id: 'fractional-capacity',
      since,
      gate: 'DRAFractionalCapacityRange',
      field: 'spec.devices[0].capacity.cores.requestPolicy.validRange.step',
    },
    {
      allowMultipleAllocations: true,
      capacity: {
        cores: {
          value: '4',
          requestPolicy: { default: '1500m', validRange: { min: '250m', max: '4', step: '1250m' } },
        },
      },
    },
  ),
  // accepted when min-compatibility is 1.37: the library came with it
  defineNovelty({
    id: 'cel-includes',
    since,
    groupVersion: 'admissionregistration.k8s.io/v1',
    resource: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    namespaced: false,
    field: 'spec.validations[0].expression',
    body: () => ({
      spec: {
        failurePolicy: 'Ignore',
        matchConstraints: {
          resourceRules: [
            { apiGroups: [`none.${DOMAIN}`], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothings'] },
          ],
        },
        validations: [{ expression: "['a', 'b'].includes('a')" }],
      },
    }),
  }),
];
