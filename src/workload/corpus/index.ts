import { ADMISSION } from './admission.js';
import { APPS } from './apps.js';
import { AUTOSCALING, POLICY } from './autoscaling-and-policy.js';
import { BATCH } from './batch.js';
import { CERTIFICATES_OBJECTS } from './certificates.js';
import { CLASSES, COORDINATION, FLOW_CONTROL, MIGRATIONS } from './cluster.js';
import { CONFIGURATION, LIMITS, NAMESPACES, SERVICES } from './core.js';
import type { CorpusContext, CorpusEntry } from './corpus-entry.js';
import { EXTENSIONS, customEntries } from './extensions.js';
import { NETWORK } from './networking.js';
import { GUARD } from './guard.js';
import { NODES } from './nodes.js';
import { VOLUMES } from './persistent-volumes.js';
import { PODS } from './pods.js';
import { ACCESS } from './rbac.js';
import { DEVICES } from './resource.js';
import { RUNNING } from './running.js';
import { WORKLOADS } from './scheduling.js';
import { STORAGE_OBJECTS } from './storage.js';

/** All entries but the custom objects, in the order in which they must be created. */
export const CORPUS: readonly CorpusEntry[] = [
  ...NAMESPACES,
  // early, since the server takes a moment to heed a policy; the nodes that it guards come late
  ...GUARD,
  ...EXTENSIONS,
  ...CLASSES,
  ...CONFIGURATION,
  ...ACCESS,
  ...STORAGE_OBJECTS,
  ...VOLUMES,
  ...DEVICES,
  ...PODS,
  ...APPS,
  ...BATCH,
  ...RUNNING,
  ...AUTOSCALING,
  ...POLICY,
  ...SERVICES,
  ...NETWORK,
  ...ADMISSION,
  ...FLOW_CONTROL,
  ...COORDINATION,
  ...CERTIFICATES_OBJECTS,
  ...MIGRATIONS,
  ...WORKLOADS,
  ...LIMITS,
  ...NODES,
];

/** Everything a wave creates, in order: the corpus, then the objects of the wave's own API. */
export function corpusFor(context: CorpusContext): readonly CorpusEntry[] {
  return [...CORPUS, ...customEntries(context)];
}

export * from './corpus-entry.js';
export { NOVELTIES, noveltiesBetween } from './novelties/index.js';
