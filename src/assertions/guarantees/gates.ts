import { KUBE_COMPONENTS, type KubeComponent } from '../../model/component.js';
import type { FeatureGate, Json } from '../../model/observation.js';
import type { Difference } from '../difference.js';
import type { Guarantee } from '../guarantee.js';
import { shownValue } from '../json.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, isEmulating, type Stop } from '../stop.js';

/** Reads `kubernetes_feature_enabled`, the best oracle for gates: it lists every gate that is not pre-alpha. */
export const gates: Guarantee = {
  id: 'gates',
  sentence: 'Each component has the feature gates, with stage and value, of a fresh one of the version it acts as',
  severity: 'violation',
  weaker: [
    {
      of: 'gates that are alpha wherever they exist, while emulating',
      severity: 'note',
      because: 'not enforced while emulating',
    },
  ],
  source: kep4330('Feature Gate Lifecycles'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/gate-flipped.yaml',
  appliesTo: () => true,
  check(stop) {
    let checked = 0;
    const differences: Difference[] = [];
    for (const component of KUBE_COMPONENTS) {
      const before = byName(stop.oracle?.gates[component] ?? []);
      const after = byName(stop.checkpoint.components[component].gates);
      if (before.size === 0 || after.size === 0) {
        differences.push(unseen(stop, component, before.size === 0));
        continue;
      }
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        checked++;
        differences.push(...compare(stop, component, name, before.get(name), after.get(name)));
      }
    }
    return { checked, differences };
  },
};

/** More than one line only where a component shows a gate at two stages. */
type Lines = readonly [FeatureGate, ...FeatureGate[]];

function byName(list: readonly FeatureGate[]): Map<string, Lines> {
  const found = new Map<string, Lines>();
  const ordered = [...list].sort((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1));
  for (const gate of ordered) found.set(gate.name, [...(found.get(gate.name) ?? []), gate] as unknown as Lines);
  return found;
}

function lineKey({ stage, enabled }: FeatureGate): string {
  return `${stage} ${enabled}`;
}

function compare(
  stop: Stop,
  component: KubeComponent,
  name: string,
  before: Lines | undefined,
  after: Lines | undefined,
): Difference[] {
  const isWeak = isEmulating(stop) && [...(before ?? []), ...(after ?? [])].every(({ stage }) => stage === 'ALPHA');
  const difference = (path: string, was: Json, is: Json, detail: string): Difference => ({
    subject: `${component} gate ${name}`,
    path,
    before: was,
    after: is,
    detail,
    component,
    evidence: [`oracles/${stop.step.oracle}.json`, checkpointFile(stop, 'components.json')],
    ...(isWeak ? { severity: 'note' } : {}),
  });
  if (!before || !after || before.length > 1 || after.length > 1) {
    const [was, is] = [shown(before), shown(after)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (before && after)
      return [difference('', was, is, `shows ${shownValue(is)} where the oracle shows ${shownValue(was)}`)];
    return [difference('', was, is, after ? 'exists, but not in the oracle' : 'is gone, but the oracle has it')];
  }
  return (['stage', 'enabled'] as const)
    .filter((path) => before[0][path] !== after[0][path])
    .map((path) => {
      const [was, is] = [before[0][path], after[0][path]];
      return difference(path, was, is, `is ${shownValue(is)} where the oracle has ${shownValue(was)}`);
    });
}

function shown(lines: Lines | undefined): Json {
  if (!lines) return null;
  const values = lines.map(({ stage, enabled }) => ({ stage, enabled }));
  return values.length === 1 ? (values[0] ?? null) : values;
}

function unseen(stop: Stop, component: KubeComponent, isOracle: boolean): Difference {
  return {
    subject: component,
    path: 'gates',
    before: null,
    after: null,
    severity: 'inconclusive',
    detail: isOracle ? `has no oracle to compare with (${stop.step.oracle} shows no gate)` : 'shows no feature gate',
    component,
    evidence: [checkpointFile(stop, 'components.json')],
  };
}
