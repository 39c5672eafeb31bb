import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, hasPrevious } from '../stop.js';

/** Without it every other guarantee could hold because nothing happened. */
export const replaced: Guarantee = {
  id: 'replaced',
  sentence: 'Every step lands, and each component it replaces is another instance afterwards',
  severity: 'violation',
  weaker: [],
  source: kep4330('Upgrade / Downgrade Strategy'),
  presupposes: [],
  control: 'scenarios/controls/never-restarted.yaml',
  appliesTo: (stop) => hasPrevious(stop) && stop.step.order.length > 0,
  check(stop) {
    if (!hasPrevious(stop)) return { checked: 0, differences: [] };
    const differences = stop.step.order.flatMap((component): Difference[] => {
      const before = stop.previous.checkpoint.components[component].instance;
      const after = stop.checkpoint.components[component].instance;
      const seen = {
        subject: component,
        path: '',
        before,
        after,
        component,
        evidence: [checkpointFile(stop.previous, 'components.json'), checkpointFile(stop, 'components.json')],
      };
      if (after === '') return [{ ...seen, severity: 'inconclusive', detail: 'shows no instance' }];
      return before === after ? [{ ...seen, detail: `still is instance ${after}` }] : [];
    });
    return { checked: stop.step.order.length, differences };
  },
};
