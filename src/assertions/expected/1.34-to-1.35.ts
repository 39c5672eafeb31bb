import type { LedgerEntry } from '../../model/scenario.js';
import { featureList, gateEntries, lockedGateEntries, pathEntries, upstream, type Pair } from './entries.js';

const PAIR: Pair = '1.34 -> 1.35';
const FEATURES_134 = featureList('1.34.4');
const FEATURES_135 = featureList('1.35.4');

/** Gates that were GA and locked on in 1.34, with the minor that locked them; 1.35 no longer has them. */
const LOCKED_ON: Readonly<Record<string, string>> = {
  ComponentSLIs: '1.32',
  CronJobsScheduledAnnotation: '1.32',
  LoadBalancerIPMode: '1.32',
  PodIndexLabel: '1.32',
  ProbeHostPodSecurityStandards: '1.34',
  SizeMemoryBackedVolumes: '1.32',
  StatefulSetAutoDeletePVC: '1.32',
  StrictCostEnforcementForVAP: '1.32',
  StrictCostEnforcementForWebhooks: '1.32',
};

/** The same for those that were deprecated and locked off. */
const LOCKED_OFF: Readonly<Record<string, string>> = { AllowServiceLBStatusOnNonLB: '1.32' };

const ROLES = upstream('1.35.4', 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go');

const EVENTS = {
  reason:
    'default roles are not versioned: 1.35 lets whoever may read or write Events do so in the group events.k8s.io too, also while ' +
    'it emulates 1.34. The grants stay after a rollback to 1.34, and give nothing that the core group does not give already',
  source: `https://github.com/kubernetes/kubernetes/pull/133740, ${ROLES}`,
};

/** Where the new rules stand in each role. */
const EVENT_RULES: Readonly<Record<string, readonly number[]>> = {
  admin: [14, 15, 16, 17, 18, 30, 31, 32],
  edit: [14, 15, 16, 17, 18, 30, 31, 32],
  view: [11, 12, 13],
  'system:aggregate-to-edit': [14, 15, 16, 17, 18],
  'system:aggregate-to-view': [11, 12, 13],
  'system:node': [25, 26, 27],
};

/** Made of the others by the controller manager. */
const AGGREGATED = ['admin', 'edit', 'view'];

const IDENTITY_LEASE = {
  reason:
    'no gate and no emulated version guards it: an API server of 1.35 deletes the lease of its identity when it starts and when ' +
    'it ends, and makes a new one. Only its own instance is named there, so a rollback loses nothing',
  source: `https://github.com/kubernetes/kubernetes/pull/134514, ${upstream('1.35.4', 'staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go')}`,
};

const TERMINATING = {
  reason:
    'DeploymentReplicaSetTerminatingReplicas is on by default from 1.35: the controllers say of every Deployment and ReplicaSet ' +
    'how many of its pods are ending, and take that back when 1.34 is emulated again. A rollback loses the count and nothing else',
  source: `https://github.com/kubernetes/kubernetes/pull/133087, gate in ${FEATURES_135}`,
};

const TOKENS = {
  reason:
    'CSIServiceAccountTokenSecrets is new in 1.35: 1.34 does not know the field, does not serve it, and drops it from etcd at the ' +
    'next write of the driver. Until then it is kept, and served again by the next 1.35. After a rollback, tokens go to the ' +
    'driver with its volume attributes again, not as secrets',
  source: `${upstream('1.35.4', 'staging/src/k8s.io/api/storage/v1/types.go')} (CSIDriverSpec.ServiceAccountTokenInSecrets), gate in ${FEATURES_135}`,
};

/** What real 1.34 and 1.35 binaries do differently although upstream promises otherwise; each with its source. */
export const FROM_1_34_TO_1_35: readonly LedgerEntry[] = [
  ...lockedGateEntries(PAIR, LOCKED_ON, true, `${FEATURES_134} has it locked, ${FEATURES_135} no longer has it`),
  ...lockedGateEntries(PAIR, LOCKED_OFF, false, `${FEATURES_134} has it locked, ${FEATURES_135} no longer has it`),
  ...gateEntries(PAIR, 'ChangeContainerStatusOnKubeletRestart', {
    reason:
      'new in 1.35 but registered as known since 1.0, so it shows at every emulated version; only the kubelet reads it. A ' +
      'command line that sets it cannot go back to 1.34',
    source: FEATURES_135,
  }),
  {
    id: 'kube-controller-manager-gate-WatchListClient',
    guarantee: 'gates',
    versions: PAIR,
    subject: 'kube-controller-manager gate WatchListClient',
    path: 'enabled',
    reason:
      'a slip: 1.34 turns the gate on for its controller manager; 1.35 does so only if it is off before the flags are read, when ' +
      'it is on by the default of 1.35, and then the emulated version turns it off. Its informers list in pages instead of ' +
      'streaming: more memory while they start, and the same data. A rollback turns it on again',
    source: `${upstream('1.35.4', 'cmd/kube-controller-manager/app/options/options.go')} (Flags, WatchListClient)`,
  },
  ...Object.entries(EVENT_RULES).flatMap(([role, rules]) =>
    pathEntries(
      PAIR,
      {
        id: `events-${role.replace(':', '-')}`,
        guarantee: 'content-unchanged',
        subject: `rbac.authorization.k8s.io/v1 ClusterRole ${role}`,
      },
      [
        ...rules.map((index) => `rules[${index}]`),
        `metadata.managedFields[${AGGREGATED.includes(role) ? 'clusterrole-aggregation-controller Apply' : 'kube-apiserver Update'} rbac.authorization.k8s.io/v1].time`,
      ],
      EVENTS,
    ),
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'identity-lease',
      guarantee: 'content-unchanged',
      subject: 'coordination.k8s.io/v1 Lease kube-system/apiserver-{identity}',
    },
    ['metadata.creationTimestamp', 'metadata.uid', 'spec.holderIdentity'],
    IDENTITY_LEASE,
  ),
  ...[
    'Deployment ',
    'Deployment -idle',
    'Deployment -running',
    'ReplicaSet ',
    'ReplicaSet -{hash}',
    'ReplicaSet -running-{hash}',
  ].flatMap((which) => {
    const [kind = '', variant = ''] = which.split(' ');
    return pathEntries(
      PAIR,
      {
        id: `${kind.toLowerCase()}${variant}-terminating-replicas`,
        guarantee: 'content-unchanged',
        subject: `apps/v1 ${kind} rehearse-{wave}/rehearse-{wave}${variant}`,
      },
      [
        'status.terminatingReplicas',
        'metadata.managedFields[kube-controller-manager Update apps/v1 status].fieldsV1[f:status][f:terminatingReplicas]',
        'metadata.managedFields[kube-controller-manager Update apps/v1 status].time',
      ],
      TERMINATING,
    );
  }),
  ...pathEntries(
    PAIR,
    {
      id: 'token-in-secrets',
      guarantee: 'served-unchanged',
      subject: 'storage.k8s.io/v1 CSIDriver rehearse-{wave}-token-in-secrets',
    },
    ['spec.serviceAccountTokenInSecrets'],
    TOKENS,
  ),
];
