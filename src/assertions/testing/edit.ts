import type { Json, Observation, ServedObject, StoredObject } from '../../model/observation.js';
import type { Finding, Verdict } from '../../model/verdict.js';
import type { JsonRecord } from '../json.js';
import type { Mutable } from './mutable.js';
import type { Run } from './rehearsal.js';
import { checksum } from './world.js';

type View = Mutable<Observation>;

/** A stop's checkpoint by its number; throws when there is none. */
export function stopOf(run: Run, index: number): Run['checkpoints'][number] {
  const checkpoint = run.checkpoints[index];
  if (!checkpoint) throw new Error(`the run has no stop ${index}`);
  return checkpoint;
}

/** Both views of a stop, for what lasts through it. */
export function viewsOf(run: Run, index: number): View[] {
  const { arrival, departure } = stopOf(run, index);
  return [arrival, departure];
}

/** Every view from a stop's arrival on, for what stays broken. */
export function viewsFrom(run: Run, index: number): View[] {
  return run.checkpoints.slice(index).flatMap(({ arrival, departure }) => [arrival, departure]);
}

/** The stored value of a key; throws when there is none. */
export function storedAt(view: View, key: string): Mutable<StoredObject> {
  const found = view.store.find((value) => value.key === key);
  if (!found) throw new Error(`nothing is stored at ${key}`);
  return found;
}

/** Everything that is served of an object, in all versions. */
export function servedAs(view: View, namespace: string, name: string, resource: string): Mutable<ServedObject>[] {
  return view.served.filter((each) => each.namespace === namespace && each.name === name && each.resource === resource);
}

/** Changes a stored object and its checksum, and what is served of it, as a write behind the server would. */
export function alter(view: View, key: string, change: (content: JsonRecord) => JsonRecord): void {
  const value = storedAt(view, key);
  const { namespace = '', name = '' } = (value.content as { metadata: { namespace?: string; name?: string } }).metadata;
  value.content = change(value.content as JsonRecord);
  value.sha256 = checksum(value);
  for (const object of view.served) {
    const kind = view.surface.resources.find((each) => each.resource === object.resource)?.kind;
    if (object.namespace === namespace && object.name === name && kind === value.kind) {
      object.content = change(object.content as JsonRecord);
    }
  }
}

/** Removes a key and everything that is served of it. */
export function remove(view: View, key: string): void {
  const { kind, content } = storedAt(view, key);
  const { namespace = '', name = '' } = (content as { metadata: { namespace?: string; name?: string } }).metadata;
  const kindOf = (resource: string): string | undefined =>
    view.surface.resources.find((each) => each.resource === resource)?.kind;
  view.store = view.store.filter((value) => value.key !== key);
  view.served = view.served.filter(
    (each) => each.namespace !== namespace || each.name !== name || kindOf(each.resource) !== kind,
  );
}

/** A copy of an object with another value at a path of keys. */
export function withValue(content: JsonRecord, [key, ...rest]: readonly string[], value: Json): JsonRecord {
  if (key === undefined) return content;
  const inner = content[key];
  return { ...content, [key]: rest.length === 0 ? value : withValue((inner ?? {}) as JsonRecord, rest, value) };
}

/** Guarantee and subject of every violation, each once. */
export function violations(verdict: Pick<Verdict, 'findings'>): string[] {
  return distinct(verdict, 'violation');
}

/** Guarantee and subject of everything that could not be judged, each once. */
export function inconclusives(verdict: Pick<Verdict, 'findings'>): string[] {
  return distinct(verdict, 'inconclusive');
}

/** Guarantee and subject of every note, each once. */
export function notes(verdict: Pick<Verdict, 'findings'>): string[] {
  return distinct(verdict, 'note');
}

function distinct(verdict: Pick<Verdict, 'findings'>, severity: Finding['severity']): string[] {
  const found = verdict.findings.filter((finding) => finding.severity === severity);
  return [...new Set(found.map(({ guarantee, subject }) => `${guarantee} | ${subject}`))].sort();
}
