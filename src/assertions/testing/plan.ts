import { KUBE_COMPONENTS } from '../../model/component.js';
import type { EffectiveVersion } from '../../model/effective-version.js';
import type { Launch, Plan, PlannedStep, RollbackExpectation } from '../../model/plan.js';
import type { TransitionName } from '../../model/transition.js';

const OLD: EffectiveVersion = { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' };
const NEW_AS_OLD: EffectiveVersion = { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' };
const NEW: EffectiveVersion = { binary: '1.37.2', emulated: '1.37', minCompatibility: '1.36' };

/** Ids of the oracles in {@link examplePlan}. */
export const OLD_ORACLE = 'old';
export const NEW_ORACLE = 'new';

const PROMISED: RollbackExpectation = { worst: 'safe', because: 'promised' };
const LOSSY: RollbackExpectation = { worst: 'lossy', because: 'scenario' };

/**
 * 1.36 to 1.37 and back: baseline, null restart, binary and emulation upgrade, emulation and binary rollback. The new
 * release's own objects make the rollback lossy from the emulation upgrade on.
 */
export function examplePlan(): Plan {
  const steps: PlannedStep[] = [
    step(0, 'baseline', OLD, PROMISED),
    step(1, 'null-restart', OLD, PROMISED, 0),
    step(2, 'binary-upgrade', NEW_AS_OLD, PROMISED),
    step(3, 'emulation-upgrade', NEW, LOSSY),
    step(4, 'emulation-rollback', NEW_AS_OLD, LOSSY, 2),
    step(5, 'binary-rollback', OLD, LOSSY, 1),
  ];
  return {
    schemaVersion: 1,
    scenario: 'example',
    kind: 'Rehearsal',
    seed: 1,
    terminationGraceSeconds: 30,
    versions: { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' },
    minCompatibility: 'default',
    steps,
    oracles: [
      { id: OLD_ORACLE, launch: launch(OLD) },
      { id: NEW_ORACLE, launch: launch(NEW) },
    ],
    rollbackTarget: launch(OLD),
    manifests: [],
    expected: [],
  };
}

function step(
  index: number,
  transition: TransitionName | 'baseline',
  version: EffectiveVersion,
  rollback: RollbackExpectation,
  returnsTo?: number,
): PlannedStep {
  return {
    index,
    name: `0${index}-${transition}`,
    transition,
    launch: launch(version),
    order: KUBE_COMPONENTS,
    oracle: version === NEW ? NEW_ORACLE : OLD_ORACLE,
    rollback,
    apply: [],
    ...(returnsTo === undefined ? {} : { returnsTo }),
  };
}

function launch(version: EffectiveVersion): Launch {
  const settings = { extraArgs: {}, env: {} };
  return {
    version,
    components: { 'kube-apiserver': settings, 'kube-controller-manager': settings, 'kube-scheduler': settings },
  };
}
