import type { JudgeInput } from '../model/judge-input.js';
import type { ManifestFile } from '../model/scenario.js';
import { isSubresource } from './api-names.js';
import { identityOf, type ObjectName } from './object-identity.js';
import { resourceSubject } from './sight.js';

const CORPUS_NAMESPACE = /^rehearse-/;

/** Knows which objects clients wrote: the write waves and the user's manifests. What a client wrote is never noise. */
export class ClientObjects {
  private readonly written = new Set<string>();

  constructor({ plan, checkpoints }: Pick<JudgeInput, 'plan' | 'checkpoints'>) {
    const kinds = new Map(
      checkpoints
        .flatMap(({ arrival, departure }) => [...arrival.surface.resources, ...departure.surface.resources])
        .map((resource) => [resourceSubject(resource), resource.kind]),
    );
    for (const write of checkpoints.flatMap(({ wave }) => wave.writes)) {
      const kind = kinds.get(resourceSubject(write));
      if (kind !== undefined && !isSubresource(write.resource)) this.written.add(identityOf({ ...write, kind }));
    }
    this.addManifests(plan.manifests);
    for (const step of plan.steps) this.addManifests(step.apply);
  }

  /**
   * True when a client wrote the object, or when it lives in a namespace of the corpus, where everything follows from what
   * was written. Events are the exception: components report there what they please.
   */
  owns(object: ObjectName): boolean {
    if (this.wrote(object)) return true;
    if (object.kind === 'Event') return false;
    return CORPUS_NAMESPACE.test(object.kind === 'Namespace' ? object.name : object.namespace);
  }

  /** True when this very object was written by a client. */
  wrote(object: ObjectName): boolean {
    return this.written.has(identityOf(object));
  }

  private addManifests(files: readonly ManifestFile[]): void {
    for (const { apiVersion, kind, metadata } of files.flatMap((file) => file.documents)) {
      // without the schema at hand a manifest that names no namespace is cluster-wide or in the default one
      const namespaces = metadata.namespace === undefined ? ['', 'default'] : [metadata.namespace];
      for (const namespace of namespaces) {
        this.written.add(identityOf({ groupVersion: apiVersion, kind, namespace, name: metadata.name }));
      }
    }
  }
}
