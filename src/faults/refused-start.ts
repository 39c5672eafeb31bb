import type { FaultOf } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import type { KubeComponent } from '../model/component.js';
import type { Launch } from '../model/plan.js';
import type { Attempt } from '../providers/cluster.js';
import { waitForPlannedStart, waitForRefusal } from './attempt.js';
import { plain, type Fault } from './fault.js';

type RefusedStart = 'wrong-flag' | 'illegal-triple' | 'removed-gate';

/**
 * A start with flags that the component itself refuses, in the place of the planned one; then that follows. `says`: its words
 * for it.
 */
export function refusedStart<T extends RefusedStart & FaultType>(
  flags: (launch: Launch, component: KubeComponent) => Readonly<Record<string, string>>,
  says: RegExp,
): Fault<T> {
  return {
    async prepare(spec, context) {
      const { component } = spec as FaultOf<RefusedStart>;
      const { launch } = context;
      const hold = plain(context.handles);
      let attempt: Attempt | undefined;
      return {
        async inject() {
          attempt = await hold.attempt(component, launch, { extraArgs: flags(launch, component) });
        },
        onset: () => waitForRefusal(() => attempt, says, context),
        heal: async () => attempt?.stop(),
        end: () => waitForPlannedStart(component, context),
      };
    },
  };
}
