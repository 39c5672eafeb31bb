import type { FaultOf } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import type { Attempt } from '../providers/cluster.js';
import { waitForPlannedStart, waitForRefusal } from './attempt.js';
import { plain, type Fault } from './fault.js';

type DamagedStart = 'binary-truncated' | 'binary-altered' | 'binary-missing';

/**
 * A start of an executable that is not what was verified, as by somebody who does not verify; then the planned one follows.
 * `damage` changes a copy.
 */
export function damagedStart<T extends DamagedStart & FaultType>(damage: (copy: string) => Promise<void>): Fault<T> {
  return {
    async prepare(spec, context) {
      const { component } = spec as FaultOf<DamagedStart>;
      const hold = plain(context.handles);
      let attempt: Attempt | undefined;
      return {
        async inject() {
          attempt = await hold.attempt(component, context.launch, { damage });
        },
        async onset() {
          const end = await waitForRefusal(() => attempt, undefined, context);
          const refusal = attempt?.refusedBy;
          if (refusal === undefined) throw new Error(`verification found nothing wrong with it; started, ${end}`);
          return `verification says: ${refusal.replaceAll(/\/\S*\//g, '')}; started all the same: ${end}`;
        },
        heal: async () => attempt?.stop(),
        end: () => waitForPlannedStart(component, context),
      };
    },
  };
}
