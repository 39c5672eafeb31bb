import { replacedComponents } from '../component-state.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { kep4330 } from '../sources.js';
import { checkpointFile } from '../stop.js';

/** Both what runs and what it says: a right report of a wrong program is as bad as the reverse. */
export const binary: Guarantee = {
  id: 'binary',
  sentence: 'Each component runs the executable the plan names, and reports its release',
  severity: 'violation',
  weaker: [],
  source: kep4330('Component Flags'),
  presupposes: ['replaced'],
  control: 'scenarios/controls/changed-nothing.yaml',
  appliesTo: (stop) => replacedComponents(stop).length > 0,
  check(stop) {
    const components = replacedComponents(stop);
    const differences = components.flatMap((component): Difference[] => {
      const { executableSha256, expectedSha256, binary: reported } = stop.checkpoint.components[component];
      const planned = stop.step.launch.version.binary;
      const seen = { subject: component, component, evidence: [checkpointFile(stop, 'components.json')] };
      const program = { ...seen, path: 'executableSha256', before: expectedSha256, after: executableSha256 };
      const found: Difference[] = [];
      if (executableSha256 === '' || expectedSha256 === '') {
        found.push({ ...program, severity: 'inconclusive', detail: 'has nothing to compare with' });
      } else if (executableSha256 !== expectedSha256) {
        found.push({ ...program, detail: `is ${executableSha256} and not ${expectedSha256}` });
      }
      const release = { ...seen, path: 'binary', before: planned, after: reported };
      if (reported === '') found.push({ ...release, severity: 'inconclusive', detail: 'is not reported' });
      else if (reported !== planned) found.push({ ...release, detail: `is ${reported} and not ${planned}` });
      return found;
    });
    return { checked: 2 * components.length, differences };
  },
};
