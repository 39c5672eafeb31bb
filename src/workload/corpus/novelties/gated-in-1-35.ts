import { DOMAIN } from '../corpus-entry.js';
import type { Novelty } from '../corpus-entry.js';
import { podNovelty } from './shapes.js';

const since = '1.35';

/** Fields and values that 1.35 knows but whose gate is off by default: dropped or refused, unless the scenario sets the gate. */
export const GATED_IN_1_35: readonly Novelty[] = [
  podNovelty(
    { id: 'workload', since, gate: 'GenericWorkload', field: 'spec.workloadRef' },
    { workloadRef: { name: 'rehearse-none', podGroup: 'none', podGroupReplicaKey: 'none' } },
  ),
  podNovelty(
    {
      id: 'toleration-operator',
      since,
      gate: 'TaintTolerationComparisonOperators',
      field: 'spec.tolerations[0].operator',
    },
    { tolerations: [{ key: `${DOMAIN}/level`, operator: 'Gt', value: '5', effect: 'NoSchedule' }] },
  ),
  // no field is new: the two together were refused before
  podNovelty(
    { id: 'host-network-users', since, gate: 'UserNamespacesHostNetworkSupport', field: 'spec.hostUsers' },
    { hostNetwork: true, hostUsers: false },
  ),
];
