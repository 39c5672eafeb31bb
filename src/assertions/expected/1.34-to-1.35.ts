import type { LedgerEntry } from '../../model/scenario.js';
import { featureList, gateEntries, lockedGateEntries, type Pair } from './entries.js';

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
];
