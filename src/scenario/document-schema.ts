import { z } from 'zod';
import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import { KIND_SWAPS, SCENARIO_KINDS } from '../model/scenario.js';
import { ROLLBACK_OUTCOMES, TRANSITIONS } from '../model/transition.js';
import { mustTripSchema, regressionFields } from './finding-schema.js';
import { faultSchema, pointName } from './fault-schema.js';
import { extraArgs } from './flags.js';
import { sabotageSchema } from './sabotage-schema.js';
import { line, pattern, strict, version, words } from './schema-kit.js';

/** The only apiVersion there is. */
export const API_VERSION = 'kube-rehearse/v1alpha1';

const MAX_STEPS = 98;

/** What fits into etcd's default quota of 2 GiB, with the history that a run makes of it. */
const MAX_FILL = 200_000;
const FILL = `a whole number of objects from 1 to ${MAX_FILL}`;

/** True for what can be read relative to a scenario's file. */
export function isRelativePath(path: unknown): path is string {
  return typeof path === 'string' && path !== '' && !path.includes('\0') && !path.startsWith('/');
}

const manifestPath = words()
  .refine(isRelativePath, {
    error: "a path relative to the scenario's file, so that the scenario works on every machine",
  })
  .describe("YAML file of Kubernetes objects, relative to the scenario's file.");

const transition = z.enum(TRANSITIONS).describe('The move that leads to this stop.');

const step = z.union(
  [
    transition,
    strict({
      transition,
      rollback: z
        .enum(ROLLBACK_OUTCOMES)
        .optional()
        .describe('The worst rollback outcome accepted at this stop; where rollback is promised, only `safe`.'),
      apply: z.array(manifestPath).optional().describe("Manifests written in this stop's write wave."),
      faults: z.array(faultSchema).optional().describe('Faults in this transition.'),
      stopAt: pointName
        .optional()
        .describe('The transition ends at this point; the next step completes it or takes it back.'),
    }),
  ],
  { error: 'the name of a transition, or a mapping with `transition`' },
);

const componentSettings = strict({
  extraArgs: extraArgs.optional(),
  env: z
    .record(pattern(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of an environment variable'), line())
    .optional()
    .describe('Environment variables. Set at every stop.'),
});

const components = strict(
  Object.fromEntries(KUBE_COMPONENTS.map((name) => [name, componentSettings.optional()])) as Record<
    KubeComponent,
    z.ZodOptional<typeof componentSettings>
  >,
).describe('Flags and environment of single components.');

const exact = pattern(/^[^*]*$/, 'one exact place; a ledger entry is never a pattern');

const ledgerEntry = strict({
  id: pattern(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'an id in lower case letters, digits, dots and dashes').describe(
    'Unique within the file.',
  ),
  guarantee: z.enum(GUARANTEE_IDS).describe('The guarantee whose finding is accepted.'),
  versions: pattern(/^1\.\d+ -> 1\.\d+$/, 'a pair of minors such as `1.36 -> 1.37`').describe('e.g. `1.36 -> 1.37`.'),
  subject: exact.min(1, { error: 'a text that is not empty' }).describe("The finding's subject, exactly."),
  path: exact.optional().describe('Field path, exactly; left out for the whole subject.'),
  reason: words().describe('Why the difference is acceptable.'),
  source: words().describe('Where upstream says so: a URL, or a file and symbol of a release.'),
}).describe('One accepted difference.');

const kindCluster = strict({
  config: words()
    .refine(isRelativePath, {
      error: "a path relative to the scenario's file, so that the scenario works on every machine",
    })
    .optional()
    .describe("kind's configuration of the nodes, relative to the scenario's file. Default: one control-plane node."),
  swap: z
    .enum(KIND_SWAPS)
    .optional()
    .describe(
      'How the manifest of a static pod is replaced. in-place: renamed over the old one, as kubeadm does it. remove-first: ' +
        'the old one is taken away before, which leaves out a pause of the kubelet. Default: in-place.',
    ),
}).describe('What is asked of clusters made by kind; the local provider has no use for it.');

const spec = strict({
  from: version.optional().describe('The old release. Default: n-1, the minor before `to`.'),
  to: version.optional().describe('The new release. Default: stable.'),
  minCompatibility: z
    .enum(['default', 'pinned'])
    .optional()
    .describe(
      'How the min-compatibility version is chosen while the old version is emulated. default: what the binaries do by ' +
        'themselves. pinned: the old version (needs an old release of 1.35 or newer).',
    ),
  forwardCompatible: z
    .boolean()
    .optional()
    .describe(
      'While kube-apiserver emulates an older version it has --emulation-forward-compatible: it also serves what came ' +
        'after that version of every enabled beta API. Default: false.',
    ),
  terminationGraceSeconds: z
    .int({ error: 'a whole number of seconds from 0 to 3600' })
    .min(0, { error: 'a whole number of seconds from 0 to 3600' })
    .max(3600, { error: 'a whole number of seconds from 0 to 3600' })
    .optional()
    .describe(
      'How long a component may take to end after SIGTERM before it is killed. Default: 30, as under a kubelet.',
    ),
  kindCluster: kindCluster.optional(),
  load: z
    .boolean()
    .optional()
    .describe(
      'A light load writes and watches during every transition, and what was acknowledged and shown is compared with ' +
        "etcd's own history. Default: false.",
    ),
  steps: z
    .array(step)
    .min(1, { error: 'at least one step' })
    .max(MAX_STEPS, { error: `at most ${MAX_STEPS} steps` })
    .describe('The stops after the baseline, in order. A null-restart is put first when none stands there.'),
  components: components.optional(),
  featureGates: z
    .record(pattern(/^[A-Z][A-Za-z0-9]*$/, 'the name of a feature gate'), z.boolean())
    .optional()
    .describe('Feature gates of all three components, at every stop.'),
  runtimeConfig: z
    .record(
      pattern(/^[a-z0-9.-]+(\/[a-z0-9]+){0,2}$/, 'an API such as api/beta, v1 or apps/v1'),
      z.enum(['true', 'false']).meta({ type: ['string', 'boolean'], enum: ['true', 'false', true, false] }),
    )
    .optional()
    .describe("kube-apiserver's --runtime-config, at every stop."),
  fill: z
    .int({ error: FILL })
    .min(1, { error: FILL })
    .max(MAX_FILL, { error: FILL })
    .optional()
    .describe(
      'How many objects of ten kinds, half of them Pods, the cluster holds before it is looked at. Default: none.',
    ),
  manifests: z.array(manifestPath).optional().describe('Your own objects, written at the baseline.'),
  expected: z.array(ledgerEntry).optional().describe("Differences accepted beyond the project's own ledger."),
})
  .describe('What is rehearsed.')
  .meta({ id: 'spec' });

const apiVersion = z.literal(API_VERSION).describe('Version of the scenario language.');

const common = {
  metadata: strict({
    name: pattern(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      'a name of at most 63 lower case letters, digits and dashes',
    ).describe('Name of the scenario.'),
    description: z.string().optional().describe('The question that the scenario answers.'),
  }),
  spec,
};

/** A scenario that should pass. */
export const rehearsalSchema = strict({
  apiVersion,
  kind: z.literal('Rehearsal').describe('A scenario that should pass.'),
  ...common,
});

/** A scenario with a planted fault. */
export const controlSchema = strict({
  apiVersion,
  kind: z.literal('Control').describe('A scenario with a planted fault, which must fail.'),
  ...common,
  sabotage: sabotageSchema,
  mustTrip: mustTripSchema,
});

/** A scenario that reproduces a bug. */
export const regressionSchema = strict({
  apiVersion,
  kind: z.literal('Regression').describe('A scenario that reproduces a bug of the releases it names, and fails.'),
  ...common,
  ...regressionFields,
});

/** For a file whose kind is not known: the kind is a problem, and all others are found as well. */
export const anyKindSchema = strict({
  apiVersion,
  kind: z.enum(SCENARIO_KINDS),
  ...common,
  sabotage: sabotageSchema.optional(),
  mustTrip: mustTripSchema.optional(),
  upstream: regressionFields.upstream.optional(),
  finds: regressionFields.finds.optional(),
  fixed: regressionFields.fixed,
});

/** A scenario's YAML after parsing, before defaults. */
export type ScenarioDocument =
  z.infer<typeof rehearsalSchema> | z.infer<typeof controlSchema> | z.infer<typeof regressionSchema>;

/** What the published JSON Schema describes. */
export const documentSchema = z
  .discriminatedUnion('kind', [rehearsalSchema, controlSchema, regressionSchema])
  .describe('A scenario of kube-rehearse: a path of upgrades and rollbacks to rehearse.');
