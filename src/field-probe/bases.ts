import type { Json, ServedResource } from '../model/observation.js';
import { corpusFor, covers, waveContext, type CorpusContext, type CorpusEntry } from '../workload/corpus/index.js';
import type { Subresource } from '../fields/result.js';
import type { ProbedServer } from './server.js';

/** What pods name as their image; nothing runs them. */
const IMAGE = 'registry.example.com/rehearse/app:1.0';

/** Objects that really exist on every server: what others refer to, and whose status is asked about. */
export const STANDING = waveContext(0, IMAGE);

/** Names the objects of questions; they never exist. */
export const ASKED = waveContext(1, IMAGE);

/** Names the objects that really are written in the end, a context each. `index` counts from 0. */
export function proofContext(index: number): CorpusContext {
  return waveContext(10 + index, IMAGE);
}

/** Where limits and quotas stand: not in the namespace of the questions, which they would make refuse. */
const LIMITED = 'default';

/** The namespace of an entry's object on every server; empty for kinds without one. */
export function namespaceOf(entry: CorpusEntry): string {
  if (!entry.namespaced) return '';
  if (entry.resource === 'limitranges' || entry.resource === 'resourcequotas') return LIMITED;
  const { namespace } = entry.build(STANDING).metadata;
  return namespace ?? STANDING.namespace;
}

/** Everything of the corpus but objects of kinds that the corpus defines itself, and the policy that guards controllers. */
export const ENTRIES: readonly CorpusEntry[] = corpusFor(STANDING).filter(
  ({ definition, variant }) => definition === undefined && variant !== 'guard',
);

/** The newest version of an entry's resource that a server serves. */
export function findServed(server: ProbedServer, entry: CorpusEntry): ServedResource | undefined {
  for (const groupVersion of entry.groupVersions) {
    const found = server.serves(groupVersion, entry.resource);
    if (found) return found;
  }
  return undefined;
}

/**
 * Objects of a resource that a server may well create beside the standing ones, each in two forms, the better first: with
 * the standing objects' references and a name of the context; and wholly of the context, for kinds whose name repeats
 * what is in them.
 */
export function basesOf(groupVersion: string, resource: string, context: CorpusContext): Json[][] {
  return ENTRIES.filter((entry) => covers(entry, groupVersion, resource)).map((entry) => {
    const own = entry.build(context);
    const standing = entry.build(STANDING);
    const namespace = namespaceOf(entry);
    return [standing, own].map((manifest) => {
      const metadata = { ...manifest.metadata, name: own.metadata.name, ...(namespace !== '' && { namespace }) };
      return { ...manifest, apiVersion: groupVersion, metadata };
    });
  });
}

/** An object that stands on every server, and what the corpus writes into a part of it. */
export interface StandingPart {
  readonly name: string;
  readonly namespace: string;
  /** A merge patch of the subresource. */
  readonly body: Readonly<Record<string, Json>>;
}

/** A part of every standing object of a resource: a start for what questions add to it. */
export function standingParts(groupVersion: string, resource: string, subresource: Subresource): StandingPart[] {
  return ENTRIES.filter((entry) => covers(entry, groupVersion, resource)).map((entry) => {
    const manifest = entry.build(STANDING);
    const write = (entry.afterwards?.(STANDING) ?? []).find((one) => one.subresource === subresource);
    const empty = subresource === 'status' ? { status: (manifest['status'] as Json | undefined) ?? {} } : { spec: {} };
    return { name: manifest.metadata.name, namespace: namespaceOf(entry), body: write?.patch ?? empty };
  });
}
