import type { LedgerEntry } from '../../model/scenario.js';
import { featureList, gateEntries, lockedGateEntries, type Pair } from './entries.js';

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
];
