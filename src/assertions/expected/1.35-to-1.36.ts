import type { LedgerEntry } from '../../model/scenario.js';
import { featureList, gateEntries, lockedGateEntries, pathEntries, upstream, type Pair } from './entries.js';

const PAIR: Pair = '1.35 -> 1.36';
const FEATURES_135 = featureList('1.35.4');
const FEATURES_136 = featureList('1.36.3');

/** Gates that were GA and locked on in 1.35, with the minor that locked them; 1.36 no longer has them. */
const LOCKED_ON: Readonly<Record<string, string>> = {
  CSIMigrationPortworx: '1.33',
  HonorPVReclaimPolicy: '1.33',
  MemoryManager: '1.32',
  ServiceTrafficDistribution: '1.33',
  StructuredAuthorizationConfiguration: '1.32',
  TopologyAwareHints: '1.33',
};

/** The same for those that were deprecated and locked off. */
const LOCKED_OFF: Readonly<Record<string, string>> = { WatchFromStorageWithoutResourceVersion: '1.33' };

const CLAIM_PROTECTION_ROLE = {
  reason:
    'default roles are not versioned: 1.36 lets the claim protection controller write the status of claims also while it ' +
    'emulates 1.35, for PersistentVolumeClaimUnusedSinceTime, which is off. The grant stays after a rollback to 1.35 and only ' +
    'widens what that controller may write',
  source: `${upstream('1.36.3', 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go')} (pvc-protection-controller), gate PersistentVolumeClaimUnusedSinceTime in ${FEATURES_136}`,
};

const PEER_PROXY = {
  reason:
    'UnknownVersionInteroperabilityProxy is on by default from 1.36: an API server tells its peers where it is, in a lease of ' +
    'its own in etcd and in an annotation of its identity. Going back, the lease expires and the identity is written anew, ' +
    'so nothing is left of it',
  source: `${upstream('1.36.3', 'pkg/controlplane/apiserver/peer.go')} and ${upstream('1.36.3', 'pkg/controlplane/apiserver/server.go')}, gate in ${FEATURES_136}`,
};

const DEVICE_HEALTH = {
  reason:
    'ResourceHealthStatusMessage is new in 1.36: 1.35 does not know the field, does not serve it, and drops it from etcd at the ' +
    'next write of the pod. Until then it is kept, and served again by the next 1.36. A rollback loses the message of a ' +
    "device's health, which the kubelet reports again",
  source: `${upstream('1.36.3', 'staging/src/k8s.io/api/core/v1/types.go')} (ResourceHealth.Message), gate in ${FEATURES_136}`,
};

/** What real 1.35 and 1.36 binaries do differently although upstream promises otherwise; each with its source. */
export const FROM_1_35_TO_1_36: readonly LedgerEntry[] = [
  ...lockedGateEntries(PAIR, LOCKED_ON, true, `${FEATURES_135} has it locked, ${FEATURES_136} no longer has it`),
  ...lockedGateEntries(PAIR, LOCKED_OFF, false, `${FEATURES_135} has it locked, ${FEATURES_136} no longer has it`),
  ...gateEntries(PAIR, 'InPlacePodVerticalScalingAllocatedStatus', {
    reason:
      'deprecated since 1.33 but still settable, and 1.36 dropped it: a 1.35 command line that sets it keeps 1.36 from starting. ' +
      'No code of 1.35 reads it, so a rollback changes nothing',
    source: `${upstream('1.35.4', 'pkg/features/kube_features.go')} only declares it, ${FEATURES_136} no longer has it`,
  }),
  ...gateEntries(PAIR, 'AllowServiceExternalIPs', {
    reason:
      'new in 1.36 but registered as known since 1.0, so it shows at every emulated version; only kube-proxy reads it, and its ' +
      'value is the behaviour before it. A command line that sets it cannot go back to 1.35',
    source: `${FEATURES_136}, read in ${upstream('1.36.3', 'pkg/proxy/serviceport.go')}`,
  }),
  ...gateEntries(PAIR, 'ServiceCIDRStatusFieldWiping', {
    reason:
      'new in 1.36 but registered as known since 1.0, so it shows at every emulated version; off while 1.35 is emulated, which ' +
      'is how 1.35 behaves. A command line that sets it cannot go back to 1.35',
    source: `${FEATURES_136}, https://github.com/kubernetes/kubernetes/pull/137715`,
  }),
  ...pathEntries(
    PAIR,
    {
      id: 'claim-protection-status',
      guarantee: 'content-unchanged',
      subject: 'rbac.authorization.k8s.io/v1 ClusterRole system:controller:pvc-protection-controller',
    },
    ['rules[3]', 'metadata.managedFields[kube-apiserver Update rbac.authorization.k8s.io/v1].time'],
    CLAIM_PROTECTION_ROLE,
  ),
  ...(['keys-kept', 'content-unchanged'] as const).flatMap((guarantee) =>
    pathEntries(
      PAIR,
      { id: `peer-lease-${guarantee}`, guarantee, subject: '/registry/peerserverleases/apiserver-{identity}' },
      [''],
      PEER_PROXY,
    ),
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'peer-address',
      guarantee: 'content-unchanged',
      subject: 'coordination.k8s.io/v1 Lease kube-system/apiserver-{identity}',
    },
    [
      'metadata.annotations',
      'metadata.managedFields[kube-apiserver Update coordination.k8s.io/v1].fieldsV1[f:metadata][f:annotations]',
    ],
    PEER_PROXY,
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'device-health-message',
      guarantee: 'served-unchanged',
      subject: 'v1 Pod rehearse-{wave}/rehearse-{wave}-device-health',
    },
    ['status.containerStatuses[0].allocatedResourcesStatus[0].resources[0].message'],
    DEVICE_HEALTH,
  ),
];
