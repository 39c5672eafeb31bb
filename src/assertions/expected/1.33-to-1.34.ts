import type { LedgerEntry } from '../../model/scenario.js';
import { featureList, gateEntries, lockedGateEntries, pathEntries, upstream, type Pair } from './entries.js';

const PAIR: Pair = '1.33 -> 1.34';
const FEATURES_133 = featureList('1.33.13');
const FEATURES_134 = featureList('1.34.4');

/** Gates that were GA and locked on in 1.33, with the minor that locked them; 1.34 no longer has them. */
const LOCKED_ON: Readonly<Record<string, string>> = {
  DevicePluginCDIDevices: '1.31',
  ElasticIndexedJob: '1.31',
  PodDisruptionConditions: '1.31',
  StatefulSetStartOrdinal: '1.31',
};

/** What real 1.33 and 1.34 binaries do differently although upstream promises otherwise; each with its source. */
export const FROM_1_33_TO_1_34: readonly LedgerEntry[] = [
  ...lockedGateEntries(PAIR, LOCKED_ON, true, `${FEATURES_133} has it locked, ${FEATURES_134} no longer has it`),
  ...gateEntries(PAIR, 'LegacySidecarContainers', {
    reason:
      'deprecated and new in 1.33, still settable, and 1.34 dropped it: a 1.33 command line that sets it keeps 1.34 from ' +
      'starting. Only the kubelet of 1.33 reads it, and it is off',
    source: `${FEATURES_133} has it, ${FEATURES_134} no longer has it`,
  }),
  ...gateEntries(PAIR, 'KubeletPodResourcesListUseActivePods', {
    reason:
      'new in 1.34 but registered as known since 1.0, so it shows at every emulated version; only the kubelet reads it. A ' +
      'command line that sets it cannot go back to 1.33',
    source: FEATURES_134,
  }),
  ...gateEntries(PAIR, 'StatefulSetSemanticRevisionComparison', {
    reason:
      'new in 1.34.2 and on while 1.33 is emulated too, for it is the fix of the rollout of every StatefulSet that 1.34.0 makes ' +
      'in that step. A command line that sets it cannot go back to 1.33',
    source: `${FEATURES_134}, https://github.com/kubernetes/kubernetes/pull/135087`,
  }),
  {
    id: 'kube-controller-manager-gate-WatchListClient-1.34',
    guarantee: 'gates',
    versions: PAIR,
    subject: 'kube-controller-manager gate WatchListClient',
    path: 'enabled',
    reason:
      '1.34 turns the gate on for its controller manager, whatever it emulates: its informers ask for a stream instead of pages. An ' +
      'API server that acts as 1.33 does not stream (gate WatchList), so they list as before. A rollback turns it off again',
    source: `https://github.com/kubernetes/kubernetes/pull/132704, ${upstream('1.34.4', 'cmd/kube-controller-manager/app/options/options.go')} (Flags, WatchListClient)`,
  },
  ...['endpoint-controller', 'workload-leader-election'].flatMap((name) =>
    (['keys-kept', 'default-objects'] as const).flatMap((guarantee) =>
      pathEntries(
        PAIR,
        {
          id: `flow-schema-${name}-${guarantee}`,
          guarantee,
          subject: `flowcontrol.apiserver.k8s.io/v1 FlowSchema ${name}`,
        },
        [''],
        {
          reason:
            'default objects are not versioned: 1.34 takes this FlowSchema away, also while it emulates 1.33, because nobody elects leaders with ' +
            'Endpoints and ConfigMaps any more. 1.33 makes it again when it starts',
          source: 'https://github.com/kubernetes/kubernetes/pull/131215',
        },
      ),
    ),
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'monitoring-role',
      guarantee: 'content-unchanged',
      subject: 'rbac.authorization.k8s.io/v1 ClusterRole system:monitoring',
    },
    ['rules[1]', 'metadata.managedFields[kube-apiserver Update rbac.authorization.k8s.io/v1].time'],
    {
      reason:
        'default roles are not versioned: 1.34 lets who monitors read the metrics of kubelets, also while it emulates 1.33. The grant stays ' +
        'after a rollback to 1.33',
      source: 'https://github.com/kubernetes/kubernetes/pull/132178',
    },
  ),
  ...pathEntries(
    PAIR,
    {
      id: 'service-cidr-ready',
      guarantee: 'content-unchanged',
      subject: 'networking.k8s.io/v1beta1 ServiceCIDR rehearse-{wave}',
    },
    [
      'status.conditions[0].lastTransitionTime',
      'metadata.managedFields[service-cidr-controller Apply networking.k8s.io/v1 status].time',
    ],
    {
      reason:
        'a controller manager of 1.33 says of every ServiceCIDR that it is ready, and that this began now, whenever it starts; 1.34 says so ' +
        'only where it is new. Only the time is another',
      source: `${upstream('1.33.13', 'pkg/controller/servicecidrs/servicecidrs_controller.go')} (sync) against v1.34.4 (updateConditionIfNeeded)`,
    },
  ),
];
