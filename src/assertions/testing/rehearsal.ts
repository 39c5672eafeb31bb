import { KUBE_COMPONENTS, type KubeComponent } from '../../model/component.js';
import type { JudgeInput, OracleEvidence } from '../../model/judge-input.js';
import type {
  Checkpoint,
  ComponentEvidence,
  FeatureGate,
  RollbackResult,
  SelfDescription,
  ServedResource,
  StoredObject,
} from '../../model/observation.js';
import type { Launch, PlannedStep } from '../../model/plan.js';
import { behaviourOf } from './behaviour.js';
import { bootstrap, restart, writeWave } from './corpus.js';
import { restartLoad } from './load.js';
import type { Mutable } from './mutable.js';
import { examplePlan, NEW_ORACLE, OLD_ORACLE } from './plan.js';
import { customSurface, NEW_ONLY, OLD_SURFACE } from './surfaces.js';
import { World } from './world.js';

/** A run that a test may break. */
export type Run = Mutable<JudgeInput>;

/** A clean run of {@link examplePlan}: everything is as it must be, and everything that always moves has moved. */
export function rehearsal(): Run {
  const plan = examplePlan();
  const world = new World();
  const custom: ServedResource[] = [];
  const checkpoints = plan.steps.map((step): Checkpoint => {
    const builtIn = surfaceOf(step.oracle);
    if (step.index === 0) bootstrap(world);
    else restart(world, step.name);
    const arrival = world.observe([...builtIn, ...custom]);
    const wave = `w0${step.index}`;
    const writes = writeWave(world, wave, builtIn);
    custom.push(...customSurface(wave));
    const departure = world.observe([...builtIn, ...custom]);
    const components = byComponent((component) => evidence(component, step));
    const behaviour = behaviourOf(step.oracle);
    const load = step.index > 0 && { load: restartLoad(step.name) };
    const seen = { components, arrival, behaviour, departure, wave: { writes }, rollback: rollbackAt(step) };
    return { step: step.name, ...load, ...seen };
  });
  const run: JudgeInput = {
    plan,
    checkpoints,
    oracles: { [OLD_ORACLE]: oracle(OLD_ORACLE), [NEW_ORACLE]: oracle(NEW_ORACLE) },
    journal: { completed: true, interrupted: false, faults: [], halts: [], planted: [] },
    ledger: [],
  };
  return structuredClone(run) as Run;
}

/** The gates of the example's two releases: one of each stage, and one that graduates. */
function exampleGates(oracleId: string): FeatureGate[] {
  const isNew = oracleId === NEW_ORACLE;
  return [
    { name: 'Experimental', stage: 'ALPHA', enabled: false },
    { name: 'Graduating', stage: isNew ? '' : 'BETA', enabled: isNew },
    { name: 'Settled', stage: '', enabled: true },
  ];
}

function surfaceOf(oracleId: string): readonly ServedResource[] {
  return oracleId === NEW_ORACLE ? [...OLD_SURFACE, ...NEW_ONLY] : OLD_SURFACE;
}

function oracle(id: string): OracleEvidence {
  return {
    surface: { resources: surfaceOf(id) },
    behaviour: behaviourOf(id),
    gates: byComponent(() => exampleGates(id)),
    store: freshStore(),
    problems: [],
  };
}

/** What a fresh server has written, before anybody uses it. */
function freshStore(): readonly StoredObject[] {
  const world = new World();
  bootstrap(world);
  return world.observe([]).store;
}

function evidence(component: KubeComponent, { index, launch, oracle: id }: PlannedStep): ComponentEvidence {
  const { binary, emulated, minCompatibility } = launch.version;
  const sha = `sha of ${component} ${binary}`;
  return {
    component,
    instance: `${component} started for step ${index}`,
    executableSha256: sha,
    expectedSha256: sha,
    binary,
    emulated,
    minCompatibility,
    sources: ['metric version_info'],
    gates: exampleGates(id),
    description: describe(component, launch),
  };
}

function describe(component: KubeComponent, { version, components }: Launch): SelfDescription {
  const goVersion = 'go1.26.1';
  return {
    goVersion,
    statusz: { binary: version.binary, emulated: version.emulated, goVersion },
    flagz: { 'max-requests-inflight': '400', 'client-ca-file': '/run/ca.crt', ...components[component].extraArgs },
    configz: component === 'kube-apiserver' ? null : { own: { leaderElect: true, kubeconfig: '/run/own.conf' } },
  };
}

function rollbackAt({ name, rollback }: PlannedStep): RollbackResult {
  const isLossy = rollback.worst === 'lossy';
  const orphan = {
    type: 'orphaned' as const,
    subject: 'certificates.k8s.io/v1beta1 PodCertificateRequest rehearse-w03/rehearse-w03',
    path: '',
    before: 'stored',
    after: null,
    message: 'the old release does not serve it',
  };
  return {
    outcome: isLossy ? 'lossy' : 'safe',
    reason: '',
    facts: isLossy ? [orphan] : [],
    examined: 20,
    evidence: [`logs/rollback-${name}.log`],
  };
}

function byComponent<T>(make: (component: KubeComponent) => T): Record<KubeComponent, T> {
  return Object.fromEntries(KUBE_COMPONENTS.map((component) => [component, make(component)])) as Record<
    KubeComponent,
    T
  >;
}
