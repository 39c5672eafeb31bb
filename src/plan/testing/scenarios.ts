import type { Scenario, ScenarioStep } from '../../model/scenario.js';
import type { TransitionName } from '../../model/transition.js';

/** A scenario for tests, with nothing in it but what is given. */
export function aScenario(overrides: Partial<Scenario> = {}): Scenario {
  return {
    kind: 'Rehearsal',
    name: 'a-scenario',
    description: '',
    from: 'n-1',
    to: 'stable',
    minCompatibility: 'default',
    terminationGraceSeconds: 30,
    steps: steps('null-restart'),
    components: {},
    featureGates: {},
    runtimeConfig: {},
    manifests: [],
    expected: [],
    ...overrides,
  };
}

/** Steps by name; the shortest way up is `up`. */
export function steps(...names: readonly TransitionName[]): ScenarioStep[] {
  return names.map((transition) => ({ transition, apply: [] }));
}
