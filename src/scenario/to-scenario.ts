import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type {
  ComponentSettings,
  KindConfigFile,
  ManifestFile,
  Scenario,
  ScenarioFault,
  ScenarioStep,
  SourcePosition,
} from '../model/scenario.js';
import type { ScenarioDocument } from './document-schema.js';
import type { FaultDocument } from './fault-schema.js';

type Step = ScenarioDocument['spec']['steps'][number];
type Components = ScenarioDocument['spec']['components'];

/** What a kubelet gives a static pod without `terminationGracePeriodSeconds` of its own. */
const KUBELET_GRACE_SECONDS = 30;

/** What was read beside the document. */
export interface ScenarioFiles {
  /** The file of a name. */
  readonly manifest: (name: string) => ManifestFile;
  readonly kindConfig: KindConfigFile | undefined;
  readonly positions: Readonly<Record<string, SourcePosition>>;
}

/** A valid document as the domain's scenario, defaults filled in. */
export function toScenario(document: ScenarioDocument, { manifest, kindConfig, positions }: ScenarioFiles): Scenario {
  const { metadata, spec } = document;
  return {
    kind: document.kind,
    name: metadata.name,
    description: metadata.description ?? '',
    from: spec.from ?? 'n-1',
    to: spec.to ?? 'stable',
    minCompatibility: spec.minCompatibility ?? 'default',
    ...(spec.forwardCompatible && { forwardCompatible: true }),
    terminationGraceSeconds: spec.terminationGraceSeconds ?? KUBELET_GRACE_SECONDS,
    ...(spec.kindCluster && {
      kindCluster: { ...(kindConfig && { config: kindConfig }), swap: spec.kindCluster.swap ?? 'in-place' },
    }),
    ...(spec.load && { load: true }),
    steps: spec.steps.map((step) => toStep(step, manifest)),
    components: toComponents(spec.components),
    featureGates: spec.featureGates ?? {},
    runtimeConfig: spec.runtimeConfig ?? {},
    ...(spec.fill !== undefined && { fill: spec.fill }),
    manifests: (spec.manifests ?? []).map(manifest),
    expected: (spec.expected ?? []).map((entry) => ({ ...entry, path: entry.path ?? '' })),
    ...(document.kind === 'Control' && { control: { sabotage: document.sabotage, mustTrip: document.mustTrip } }),
    ...(document.kind === 'Regression' && {
      regression: {
        upstream: document.upstream,
        finds: document.finds,
        ...(document.fixed && { fixed: document.fixed }),
      },
    }),
    positions,
  };
}

function toStep(step: Step, manifest: (name: string) => ManifestFile): ScenarioStep {
  if (typeof step === 'string') return { transition: step, apply: [] };
  return {
    transition: step.transition,
    ...(step.rollback && { rollback: step.rollback }),
    apply: (step.apply ?? []).map(manifest),
    ...(step.faults && { faults: (step.faults as unknown as FaultDocument[]).map(toFault) }),
    ...(step.stopAt !== undefined && { stopAt: step.stopAt }),
  };
}

function toFault({ at, delaySeconds, forSeconds, ...spec }: FaultDocument): ScenarioFault {
  return {
    spec,
    ...(at !== 'seed' && { at }),
    delaySeconds: delaySeconds ?? 0,
    ...(forSeconds !== undefined && { forSeconds }),
  };
}

function toComponents(components: Components): Partial<Record<KubeComponent, ComponentSettings>> {
  const settings: Partial<Record<KubeComponent, ComponentSettings>> = {};
  for (const name of KUBE_COMPONENTS) {
    const given = components?.[name];
    if (given) settings[name] = { extraArgs: given.extraArgs ?? {}, env: given.env ?? {} };
  }
  return settings;
}
