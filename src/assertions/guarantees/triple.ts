import type { KubeComponent } from '../../model/component.js';
import { reportsTriple } from '../../model/self-report.js';
import { intendedBinaries } from '../component-state.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, type Stop } from '../stop.js';

const PARTS = ['emulated', 'minCompatibility'] as const;

/** What is requested by flags; the executable itself is the business of `binary`. */
export const triple: Guarantee = {
  id: 'triple',
  sentence:
    'Each component emulates, and stays compatible with, the versions the plan asks for, as far as its release reports them',
  severity: 'violation',
  weaker: [],
  source: kep4330('Component Flags'),
  presupposes: ['replaced', 'binary'],
  control: 'scenarios/controls/unpinned-emulation.yaml',
  appliesTo: (stop) =>
    intendedBinaries(stop).some((component) => PARTS.some((part) => isJudged(stop, component, part))),
  check(stop) {
    let checked = 0;
    const differences: Difference[] = [];
    for (const component of intendedBinaries(stop)) {
      for (const path of PARTS) {
        const before = stop.step.launch.version[path];
        const after = stop.checkpoint.components[component][path];
        if (!isJudged(stop, component, path)) continue;
        checked++;
        if (after === before) continue;
        const seen = {
          subject: component,
          path,
          before,
          after,
          component,
          evidence: [checkpointFile(stop, 'components.json')],
        };
        differences.push(
          after === null
            ? { ...seen, severity: 'inconclusive', detail: 'is not reported, which this release should do' }
            : { ...seen, detail: `is ${after} and not ${before}` },
        );
      }
    }
    return { checked, differences };
  },
};

/** What is reported is judged, and what should be reported. */
function isJudged(stop: Stop, component: KubeComponent, part: (typeof PARTS)[number]): boolean {
  return (
    stop.checkpoint.components[component][part] !== null || reportsTriple(component, stop.step.launch.version.binary)
  );
}
