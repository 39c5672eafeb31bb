import type { LedgerEntry } from '../../model/scenario.js';
import { featureList, gateEntries, lockedGateEntries, pathEntries, upstream, type Pair } from './entries.js';

const PAIR: Pair = '1.36 -> 1.37';
const FEATURES_136 = featureList('1.36.3');
const FEATURES_137 = featureList('1.37.2');

/** Gates that were GA and locked on in 1.36, with the minor that locked them; 1.37 no longer has them. */
const GONE_WHILE_LOCKED: Readonly<Record<string, string>> = {
  APIServerTracing: '1.34',
  AnonymousAuthConfigurableEndpoints: '1.34',
  AnyVolumeDataSource: '1.33',
  AuthorizeNodeWithSelectors: '1.34',
  AuthorizeWithSelectors: '1.34',
  BtreeWatchCache: '1.33',
  ConsistentListFromCache: '1.34',
  JobBackoffLimitPerIndex: '1.33',
  JobPodReplacementPolicy: '1.34',
  JobSuccessPolicy: '1.33',
  LogarithmicScaleDown: '1.31',
  OrderedNamespaceDeletion: '1.34',
  PodLifecycleSleepAction: '1.34',
  PodLifecycleSleepActionAllowZero: '1.34',
  RelaxedDNSSearchValidation: '1.34',
  ResilientWatchCacheInitialization: '1.34',
  RetryGenerateName: '1.32',
  SchedulerQueueingHints: '1.34',
  SidecarContainers: '1.33',
  StreamingCollectionEncodingToJSON: '1.34',
  StreamingCollectionEncodingToProtobuf: '1.34',
  StructuredAuthenticationConfiguration: '1.34',
};

const CSI_NODE = {
  reason:
    'CSINode got a status in 1.37 that no gate and no emulated version guards as a whole: its subresource is always served, ' +
    'and an empty one is written with every CSINode. The empty value holds nothing, so a rollback loses nothing of use',
  source: `${upstream('1.37.2', 'pkg/registry/storage/rest/storage_storage.go')} (csinodes/status) and staging/src/k8s.io/api/storage/v1/types.go (CSINodeStatus)`,
};

const USER_NAMESPACE = {
  reason:
    'a leak: KubeletInUserNamespace is off while 1.36 is emulated, and 1.37 drops the field when a node status is updated, but ' +
    'not when a node is created with it. 1.36 does not know the field, so a rollback loses it',
  source: `${upstream('1.37.2', 'pkg/registry/core/node/strategy.go')} (PrepareForUpdate of the status clears it, dropDisabledFields on create does not)`,
};

const SCHEDULER_STATUSZ = {
  reason:
    "kube-scheduler's /statusz names its own minor as the emulated version, whatever it emulates: the page is made with the " +
    'defaults of the build and not with the versions in force. The metric version_info and the gates are right, so only who ' +
    'reads that page is misled; a rollback loses nothing',
  source: `${upstream('1.37.2', 'cmd/kube-scheduler/app/server.go')} (newEndpointsHandler gives statusz.NewRegistry compatibility.DefaultBuildEffectiveVersion())`,
};

const NODE_CONTROLLER_ROLE = {
  reason:
    'default roles are not versioned: 1.37 lets the node controller read leases for its circuit breaker also while it emulates ' +
    '1.36. The grant stays after a rollback to 1.36 and only widens what that controller may read',
  source: `${upstream('1.37.2', 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go')} (node-controller), gate NodeControllerLeaseCircuitBreaker in ${FEATURES_137}`,
};

const STATEFUL_SET = {
  reason:
    'MaxUnavailableStatefulSet is on by default from 1.37, and reading then defaults the field to 1, which is how a StatefulSet ' +
    'without it behaves',
  source: `${upstream('1.37.2', 'pkg/apis/apps/v1/defaults.go')} (SetDefaults_StatefulSet), gate in ${FEATURES_137}`,
};

const CSI_DRIVER = {
  reason:
    'VolumeLimitScaling is on by default from 1.37, and reading then defaults the field to false, the behaviour without it',
  source: `${upstream('1.37.2', 'pkg/apis/storage/v1/defaults.go')} (SetDefaults_CSIDriver), gate in ${FEATURES_137}`,
};

/** Where a claim shows whether a pod uses it, and who says so. */
const UNUSED_CONDITION = [
  'status.conditions',
  'metadata.managedFields[kube-controller-manager Update v1 status].time',
  'metadata.managedFields[kube-controller-manager Update v1 status].fieldsV1[f:status][f:conditions]',
];

const UNUSED_CLAIM = {
  reason:
    'PersistentVolumeClaimUnusedSinceTime is on by default from 1.37: the controller says on every claim whether a pod uses it, or since ' +
    'when none does. The condition stays after a rollback and 1.36 keeps it as it keeps any condition',
  source: `${upstream('1.37.2', 'pkg/controller/volume/pvcprotection/pvc_protection_controller.go')}, gate in ${FEATURES_137}`,
};

/** What real 1.36 and 1.37 binaries do differently although upstream promises otherwise; each with its source. */
export const FROM_1_36_TO_1_37: readonly LedgerEntry[] = [
  ...lockedGateEntries(
    PAIR,
    GONE_WHILE_LOCKED,
    true,
    `${FEATURES_136} has it locked, ${FEATURES_137} no longer has it`,
  ),
  ...gateEntries(PAIR, 'PreventStaticPodAPIReferences', {
    reason:
      'dropped while still beta and settable, so a 1.36 command line that sets it keeps 1.37 from starting; only the kubelet ' +
      'ever read it',
    source: `${upstream('1.36.3', 'pkg/kubelet/config/common.go')} reads it, ${FEATURES_137} no longer has it`,
  }),
  ...gateEntries(PAIR, 'KubeProxyIPVS', {
    reason:
      'new in 1.37 but registered as known since 1.0, so it shows at every emulated version; only kube-proxy reads it',
    source: FEATURES_137,
  }),
  ...pathEntries(
    PAIR,
    { id: 'csinodes-status-served', guarantee: 'discovery', subject: 'storage.k8s.io/v1 csinodes/status' },
    [''],
    CSI_NODE,
  ),
  ...['', '-storage-health'].flatMap((variant) => {
    const subject = `storage.k8s.io/v1 CSINode rehearse-{wave}${variant}`;
    return [
      ...pathEntries(
        PAIR,
        { id: `csinode${variant}-status-shown`, guarantee: 'served-unchanged', subject },
        ['status'],
        CSI_NODE,
      ),
      ...pathEntries(
        PAIR,
        { id: `csinode${variant}-status-lost`, guarantee: 'rollback', subject },
        ['status'],
        CSI_NODE,
      ),
    ];
  }),
  ...(['served-unchanged', 'rollback'] as const).flatMap((guarantee) =>
    pathEntries(
      PAIR,
      { id: `node-user-namespace-${guarantee}`, guarantee, subject: 'v1 Node rehearse-{wave}-user-namespace' },
      ['status.nodeInfo.runningInUserNamespace'],
      USER_NAMESPACE,
    ),
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'node-controller-leases',
      guarantee: 'content-unchanged',
      subject: 'rbac.authorization.k8s.io/v1 ClusterRole system:controller:node-controller',
    },
    [
      'rules[5]',
      'rules[6]',
      'rules[7]',
      'metadata.managedFields[kube-apiserver Update rbac.authorization.k8s.io/v1].time',
    ],
    NODE_CONTROLLER_ROLE,
  ),
  ...['', '-idle', '-running', '-max-unavailable'].flatMap((variant) =>
    pathEntries(
      PAIR,
      {
        id: `statefulset${variant}-max-unavailable`,
        guarantee: 'served-unchanged',
        subject: `apps/v1 StatefulSet rehearse-{wave}/rehearse-{wave}${variant}`,
      },
      ['spec.updateStrategy.rollingUpdate.maxUnavailable'],
      STATEFUL_SET,
    ),
  ),
  ...['', '-prevent-scheduling'].flatMap((variant) =>
    pathEntries(
      PAIR,
      {
        id: `csidriver${variant}-prevent-scheduling`,
        guarantee: 'served-unchanged',
        subject: `storage.k8s.io/v1 CSIDriver rehearse-{wave}${variant}`,
      },
      ['spec.preventPodSchedulingIfMissing'],
      CSI_DRIVER,
    ),
  ),
  ...pathEntries(
    PAIR,
    { id: 'scheduler-statusz', guarantee: 'self-report', subject: 'kube-scheduler /statusz' },
    ['emulationVersion'],
    SCHEDULER_STATUSZ,
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'claim-unused-since',
      guarantee: 'content-unchanged',
      subject: 'v1 PersistentVolumeClaim rehearse-{wave}/rehearse-{wave}',
    },
    UNUSED_CONDITION,
    UNUSED_CLAIM,
  ),
  ...[0, 1].flatMap((ordinal) =>
    pathEntries(
      PAIR,
      {
        id: `claim-in-use-${ordinal}`,
        guarantee: 'content-unchanged',
        subject: `v1 PersistentVolumeClaim rehearse-{wave}/count-rehearse-{wave}-running-${ordinal}`,
      },
      UNUSED_CONDITION,
      UNUSED_CLAIM,
    ),
  ),
];

/** What a kubelet of 1.36 makes of its own node, and 1.37 shows otherwise. */
export function onNode(name: string): readonly LedgerEntry[] {
  const subject = `storage.k8s.io/v1 CSINode ${name}`;
  return pathEntries(
    PAIR,
    { id: `csinode-of-${name}-status-shown`, guarantee: 'served-unchanged', subject },
    ['status'],
    CSI_NODE,
  );
}
