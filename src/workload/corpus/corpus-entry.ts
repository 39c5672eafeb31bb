import { groupOf } from '../../model/group-version.js';
import type { Json } from '../../model/observation.js';
import type { Manifest } from '../../model/scenario.js';

/** A JSON object as a server sends and takes it. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Which wave an object is made for. Every name is derived from this and from nothing else. */
export interface CorpusContext {
  /** Label of the wave, e.g. `w03`; part of every name, so that waves do not collide. */
  readonly wave: string;
  /** Number of the wave, from 0 to 199: what cannot carry the label (addresses, precedences) carries this. */
  readonly index: number;
  /** Name of the wave's namespace. */
  readonly namespace: string;
  /** What running pods run: an image that the nodes have. */
  readonly image: string;
}

/** A write to a subresource, sent as a JSON merge patch so that it cannot conflict with a controller's write. */
export interface SubresourceWrite {
  /** `status`, `ephemeralcontainers`, ... */
  readonly subresource: string;
  readonly patch: JsonObject;
}

/**
 * One object that every write wave makes. All of it is data; who sends it, and how the answer is judged, is the
 * executor's business.
 */
export interface CorpusEntry {
  /** Group versions whose schema takes this object, newest first. The executor writes the first that is served. */
  readonly groupVersions: readonly [string, ...string[]];
  /** Plural name in discovery. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Tells several objects of one resource apart; empty for the main one. */
  readonly variant: string;
  /** Key of an earlier entry whose object owns this one; see {@link withOwner}. */
  readonly owner?: string;
  /** Name of the CustomResourceDefinition that must be Established before this object can be created. */
  readonly definition?: string;
  /** The object to create, with the first of `groupVersions` as its apiVersion. */
  build(context: CorpusContext): Manifest;
  /** What to write into subresources right after creation, in this order. */
  afterwards?(context: CorpusContext): readonly SubresourceWrite[];
  /** Where a controller takes more than moments to act on a new object: true when it has. */
  settled?(object: JsonObject): boolean;
  /**
   * A changed copy of an object as served, to be written back with PUT: a spec field where the API lets one change
   * without disturbing a controller, and always the annotation {@link CHANGED} with `stamp`.
   */
  change(object: JsonObject, stamp: string): JsonObject;
}

/** A field or value that an older minor does not know, in an object of its own. */
export interface Novelty {
  /** Short and unique; part of the object's name. */
  readonly id: string;
  /** First minor that knows the field (or, when `gate` was off by default before, that accepts it by default). */
  readonly since: `1.${number}`;
  /** First minor whose API has the field or value, where its gate was off by default then: it must not leak there either. */
  readonly known?: `1.${number}`;
  readonly groupVersion: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Where the new field is, e.g. `spec.template.spec.containers[0].livenessProbe.grpc.mode`. */
  readonly field: string;
  /** Feature gate that guards it, if any. */
  readonly gate?: string;
  build(context: CorpusContext): Manifest;
  afterwards?(context: CorpusContext): readonly SubresourceWrite[];
}

/** Domain of every label, signer, driver and custom group of the corpus. */
export const DOMAIN = 'rehearse.example.com';

/** Annotation that carries the stamp of an object's last change. */
export const CHANGED = `${DOMAIN}/changed`;

/** Label that carries the wave. */
export const WAVE_LABEL = `${DOMAIN}/wave`;

/** The context of the wave with this number: wave 3 is `w03` in namespace `rehearse-w03`. */
export function waveContext(index: number, image: string): CorpusContext {
  const wave = `w${String(index).padStart(2, '0')}`;
  return { wave, index, namespace: `rehearse-${wave}`, image };
}

/** The name of a wave's object: `rehearse-w03`, or `rehearse-w03-idle` for a variant. */
export function nameOf(context: CorpusContext, variant = ''): string {
  return variant === '' ? `rehearse-${context.wave}` : `rehearse-${context.wave}-${variant}`;
}

/** Identifies an entry: `apps/v1 deployments`, or `apps/v1 deployments#idle` for a variant. */
export function entryKey(entry: Pick<CorpusEntry, 'groupVersions' | 'resource' | 'variant'>): string {
  const key = `${entry.groupVersions[0]} ${entry.resource}`;
  return entry.variant === '' ? key : `${key}#${entry.variant}`;
}

/**
 * True when the entry's object is stored under the given resource of discovery. Versions of one group share their
 * storage, so an entry of `autoscaling/v2` covers `autoscaling/v1` as well.
 */
export function covers(entry: CorpusEntry, groupVersion: string, resource: string): boolean {
  return entry.resource === resource && groupOf(entry.groupVersions[0]) === groupOf(groupVersion);
}

/** A copy of `manifest` that belongs to the object described by `owner`. */
export function withOwner(
  manifest: Manifest,
  owner: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string },
): Manifest {
  const reference = { ...owner, controller: false, blockOwnerDeletion: true };
  return { ...manifest, metadata: { ...manifest.metadata, ownerReferences: [reference] } as Manifest['metadata'] };
}
