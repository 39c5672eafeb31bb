import { answerDifferences } from '../answer-differences.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { kep4330, WORDING } from '../sources.js';
import { checkpointFile } from '../stop.js';

/** Seen by what each default plugin adds or refuses, and by the plugins that the server itself counts. */
export const admission: Guarantee = {
  id: 'admission',
  sentence: 'The admission plugins of a fresh server of the version acted as are at work, and do the same',
  severity: 'violation',
  weaker: [WORDING],
  source: kep4330('API Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/admission-plugin-off.yaml',
  appliesTo: (stop) => stop.oracle !== undefined,
  check(stop) {
    const { checked, differences } = answerDifferences(stop, 'admission');
    const before = new Set(stop.oracle?.behaviour.admission);
    const after = new Set(stop.checkpoint.behaviour.admission);
    const all = [...new Set([...before, ...after])].sort();
    return {
      checked: checked + all.length,
      differences: [...differences, ...all.filter((acted) => before.has(acted) !== after.has(acted)).map(difference)],
    };

    function difference(acted: string): Difference {
      return {
        subject: `admission plugin ${acted}`,
        path: '',
        before: before.has(acted) ? 'at work' : null,
        after: after.has(acted) ? 'at work' : null,
        component: 'kube-apiserver',
        evidence: [`oracles/${stop.step.oracle}.json`, checkpointFile(stop, 'behaviour.json')],
        detail: after.has(acted) ? 'is at work, but not in the oracle' : 'is not at work, but in the oracle',
      };
    }
  },
};
