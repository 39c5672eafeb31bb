import type { Manifest } from '../../model/scenario.js';
import { CHANGED, DOMAIN, WAVE_LABEL, nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject, Novelty, SubresourceWrite } from './corpus-entry.js';
import { editAt } from './edit.js';

/** What an entry says; `defineEntry` adds what all entries have in common. */
export interface EntryDefinition {
  readonly groupVersions: readonly [string, ...string[]];
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly variant?: string;
  readonly owner?: string;
  readonly definition?: string;
  /** Only where the API prescribes a name. */
  readonly name?: (context: CorpusContext) => string;
  /** Further metadata; labels and annotations are added to the common ones. */
  readonly metadata?: (context: CorpusContext) => JsonObject;
  /** Everything beside apiVersion, kind and metadata. */
  readonly body: (context: CorpusContext) => JsonObject;
  readonly afterwards?: (context: CorpusContext) => readonly SubresourceWrite[];
  readonly settled?: (object: JsonObject) => boolean;
  /** The change beyond the annotation. */
  readonly edit?: (object: JsonObject) => JsonObject;
}

/** Makes an entry of its definition. */
export function defineEntry(definition: EntryDefinition): CorpusEntry {
  const { groupVersions, resource, kind, namespaced, owner, afterwards, settled, edit, variant = '' } = definition;
  return {
    groupVersions,
    resource,
    kind,
    namespaced,
    variant,
    ...(owner !== undefined && { owner }),
    ...(definition.definition !== undefined && { definition: definition.definition }),
    ...(afterwards && { afterwards }),
    ...(settled && { settled }),
    build: (context) => manifest({ ...definition, groupVersion: groupVersions[0], context, variant }),
    change: (object, stamp) => annotated(edit ? edit(object) : object, stamp),
  };
}

/** A novelty's definition: like an entry's, for one group version. */
export type NoveltyDefinition = Omit<Novelty, 'build'> & Pick<EntryDefinition, 'name' | 'metadata' | 'body'>;

/** Makes a novelty of its definition. Its object's name ends in the novelty's id. */
export function defineNovelty(definition: NoveltyDefinition): Novelty {
  const { name, metadata, body, ...novelty } = definition;
  return {
    ...novelty,
    build: (context) =>
      manifest({
        ...novelty,
        body,
        context,
        variant: novelty.id,
        ...(name && { name }),
        ...(metadata && { metadata }),
      }),
  };
}

/** The labels that every object of a wave carries. */
export function waveLabels(context: CorpusContext): JsonObject {
  return { [WAVE_LABEL]: context.wave, 'app.kubernetes.io/managed-by': 'kube-rehearse' };
}

function manifest(options: {
  readonly groupVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly variant: string;
  readonly context: CorpusContext;
  readonly name?: (context: CorpusContext) => string;
  readonly metadata?: (context: CorpusContext) => JsonObject;
  readonly body: (context: CorpusContext) => JsonObject;
}): Manifest {
  const { context } = options;
  const metadata = options.metadata?.(context) ?? {};
  return {
    apiVersion: options.groupVersion,
    kind: options.kind,
    metadata: {
      name: options.name?.(context) ?? nameOf(context, options.variant),
      ...(options.namespaced && { namespace: context.namespace }),
      ...metadata,
      labels: { ...waveLabels(context), ...(metadata['labels'] as JsonObject | undefined) },
      annotations: {
        [`${DOMAIN}/purpose`]: 'rehearsal of an upgrade',
        ...(metadata['annotations'] as JsonObject | undefined),
      },
    } as Manifest['metadata'],
    ...options.body(context),
  };
}

function annotated(object: JsonObject, stamp: string): JsonObject {
  return editAt(object, ['metadata', 'annotations', CHANGED], () => stamp);
}
