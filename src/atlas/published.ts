import { parse } from 'yaml';
import { z } from 'zod';
import { isMinor, type Minor } from '../model/version.js';
import type { Facts } from './observation.js';
import { resourceFacts, storageFacts } from './surface-facts.js';

/** What one release says of itself in files of its sources. */
export interface PublishedLists {
  /** Module and checksum that they were read from. */
  readonly source: string;
  /** Each gate's defaults, by the minors from which they hold. */
  readonly gates: Readonly<Record<string, readonly GateSpec[]>>;
  /** As a server would show them with every API and gate on. */
  readonly resources: Facts;
  readonly storage: Facts;
  /** Gate to number of its enhancement proposal. */
  readonly keps: Facts;
}

/** What a gate is from a minor on. */
export interface GateSpec {
  readonly version: Minor;
  /** It holds only from this min-compatibility version on; null for any. */
  readonly minCompatibility: Minor | null;
  readonly enabled: boolean;
  /** As the metric has it: ALPHA, BETA, DEPRECATED, and empty for GA. */
  readonly stage: string;
}

/** Where the lists lie in a release's sources. */
export const FEATURE_LIST = 'test/compatibility_lifecycle/reference/versioned_feature_list.yaml';
export const DISCOVERY = 'api/discovery';
export const FEATURES_GO = 'pkg/features/kube_features.go';

const minor = z.string().refine(isMinor);

const featureList = z.array(
  z.object({
    name: z.string(),
    versionedSpecs: z.array(
      // strict: a condition that is not known here must not be passed over
      z.strictObject({
        default: z.boolean(),
        lockToDefault: z.boolean(),
        preRelease: z.string(),
        version: minor,
        minCompatibilityVersion: minor.optional(),
      }),
    ),
  }),
);

/** Reads versioned_feature_list.yaml. Throws when it is something else. */
export function readFeatureList(text: string): PublishedLists['gates'] {
  const list = featureList.parse(parse(text));
  return Object.fromEntries(
    list.map(({ name, versionedSpecs }) => [
      name,
      versionedSpecs.map(({ default: enabled, preRelease, version, minCompatibilityVersion }) => ({
        version,
        minCompatibility: minCompatibilityVersion ?? null,
        enabled,
        stage: preRelease === 'GA' ? '' : preRelease.toUpperCase(),
      })),
    ]),
  );
}

const resourceList = z.object({
  kind: z.literal('APIResourceList'),
  groupVersion: z.string(),
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
      verbs: z.array(z.string()),
      storageVersionHash: z.string().default(''),
    }),
  ),
});

/** Reads the documents of api/discovery; those that list no resources are passed over. */
export function readDiscoveryFiles(texts: readonly string[]): Pick<PublishedLists, 'resources' | 'storage'> {
  const resources = texts.flatMap((text) => {
    const parsed = resourceList.safeParse(JSON.parse(text));
    if (!parsed.success) return [];
    const { groupVersion, resources: listed } = parsed.data;
    return listed.map(({ name, ...rest }) => ({ groupVersion, resource: name, ...rest }));
  });
  return { resources: resourceFacts(resources), storage: storageFacts(resources) };
}

/** Reads which enhancement proposal the comment above each gate names: `// kep: https://kep.k8s.io/4330`. */
export function readKeps(go: string): Facts {
  const keps: Record<string, string> = {};
  let kep: string | undefined;
  for (const line of go.split('\n').map((each) => each.trim())) {
    const [, number] = /^\/\/ ?kep: ?(?:https?:\/\/\S*?)?(\d+)\b/i.exec(line) ?? [];
    const [, gate] = /featuregate\.Feature = "(\w+)"/.exec(line) ?? [];
    if (gate !== undefined && kep !== undefined) keps[gate] = kep;
    if (number !== undefined) kep ??= number;
    else if (!line.startsWith('//')) kep = undefined;
  }
  return keps;
}
