import type { Json, ServedResource } from '../model/observation.js';
import { isObject, withValueAt, type FieldPath } from '../fields/field-path.js';
import { fieldsOf } from '../fields/field.js';
import type { Kind } from '../fields/kind-answers.js';
import type { QuestionTarget, Subresource } from '../fields/result.js';
import type { NamedSchema, Types } from '../fields/schema.js';
import type { AskedField, Subject, Trio } from './ask-field.js';
import { ASKED, basesOf, namespaceOf, standingParts, ENTRIES } from './bases.js';
import { covers } from '../workload/corpus/index.js';
import type { ProbedServer } from './server.js';

/** A subject with the fields to ask about, or why there is nothing to ask. */
export type Probed =
  { readonly subject: Subject; readonly fields: readonly AskedField[] } | { readonly obstacle: string };

/**
 * Every persisted kind that one of the two compared servers serves, at every version; what only the guide serves is a
 * matter of discovery. Pods come first: what is learnt there
 * shortens the search in everything that holds a pod template.
 */
export function kindsOf(trio: Trio): Kind[] {
  const all = new Map<string, Kind>();
  for (const { resources } of [trio.emulating, trio.old]) {
    for (const served of resources.filter(isPersistedKind)) {
      const { groupVersion, resource, kind } = served;
      all.set(`${groupVersion} ${resource}`, { groupVersion, resource, kind });
    }
  }
  const first = (entry: Kind): string => `${entry.resource === 'pods' ? 0 : 1} ${entry.groupVersion} ${entry.resource}`;
  return [...all.values()].sort((a, b) => (first(a) < first(b) ? -1 : 1));
}

function isPersistedKind(served: ServedResource): boolean {
  return served.storageVersionHash !== '' && served.verbs.includes('create') && !served.custom;
}

/** The parts of a kind that are resources of their own, and the path at which each begins. */
const PARTS: readonly { readonly subresource: Subresource; readonly begins: FieldPath }[] = [
  { subresource: 'status', begins: ['status'] },
  { subresource: 'ephemeralcontainers', begins: ['spec', 'ephemeralContainers'] },
];

/** The subjects of a kind: its objects, and those parts of them that are resources of their own. */
export async function subjectsOf(trio: Trio, kind: Kind, signal: AbortSignal): Promise<Probed[]> {
  const types = {
    guide: await typesOf(trio.guide, kind),
    old: await typesOf(trio.old, kind),
    emulating: await typesOf(trio.emulating, kind),
  };
  const described = { guide: types.guide, old: types.old };
  let main = fieldsIn(types);
  const created = await createdSubject(trio, kind, described, signal);
  const probed: Probed[] = [];
  for (const { subresource, begins } of PARTS) {
    const resource = `${kind.resource}/${subresource}`;
    if (![trio.guide, trio.old].some((server) => server.serves(kind.groupVersion, resource))) continue;
    const isIn = ({ field }: AskedField): boolean => begins.every((step, index) => field.path[index] === step);
    const fields = main.filter(isIn);
    const part = await partSubject(trio, kind, subresource, described, signal);
    probed.push('obstacle' in part ? part : { subject: part, fields });
    const kept = !('obstacle' in created) && (await keepsPart(trio, kind, subresource, created, signal));
    if (!kept) main = main.filter((asked) => !isIn(asked));
  }
  return ['obstacle' in created ? created : { subject: created, fields: main }, ...probed];
}

type Described = { readonly types: Types; readonly root: NamedSchema } | undefined;

async function typesOf(server: ProbedServer, { groupVersion, kind }: Kind): Promise<Described> {
  const types = await server.types(groupVersion);
  const root = types.ofKind(groupVersion, kind);
  return root && { types, root };
}

function fieldsIn(described: Readonly<Record<'guide' | 'old' | 'emulating', Described>>): AskedField[] {
  const leaves = (side: Described): ReturnType<typeof fieldsOf> => (side ? fieldsOf(side.types, side.root) : []);
  const key = (path: FieldPath): string => path.join('\0');
  const guide = leaves(described.guide);
  const old = leaves(described.old);
  const inGuide = new Set(guide.map(({ path }) => key(path)));
  const inOld = new Set(old.map(({ path }) => key(path)));
  const inEmulating = new Set(leaves(described.emulating).map(({ path }) => key(path)));
  return [...guide, ...old.filter(({ path }) => !inGuide.has(key(path)))].map((field) => ({
    field,
    inGuide: inGuide.has(key(field.path)),
    inOld: inOld.has(key(field.path)),
    inEmulating: inEmulating.has(key(field.path)),
  }));
}

async function createdSubject(
  trio: Trio,
  kind: Kind,
  described: Pick<Subject, 'guide' | 'old'>,
  signal: AbortSignal,
): Promise<Subject | { obstacle: string }> {
  const entry = ENTRIES.find((candidate) => covers(candidate, kind.groupVersion, kind.resource));
  if (!entry) return { obstacle: `${kind.groupVersion} ${kind.resource}: the corpus has no object of it` };
  const target: QuestionTarget = {
    groupVersion: kind.groupVersion,
    resource: kind.resource,
    namespace: namespaceOf(entry),
  };
  const judge = judgeOf(trio, kind, kind.resource);
  const bases: Json[] = [];
  let obstacle = '';
  for (const forms of basesOf(kind.groupVersion, kind.resource, ASKED)) {
    for (const object of forms) {
      const outcome = await judge.ask(target, { object, at: ['metadata', 'name'] }, signal);
      if (outcome.kind === 'refused') obstacle = outcome.message;
      if (outcome.kind !== 'kept') continue;
      bases.push(object);
      break;
    }
  }
  if (bases.length > 0) return { target, ...described, bases };
  return { obstacle: `${kind.groupVersion} ${kind.resource}: no object is accepted: ${obstacle}` };
}

/** Some kinds (nodes) take a status when they are created, although it is a resource of its own. */
async function keepsPart(
  trio: Trio,
  kind: Kind,
  subresource: Subresource,
  { target, bases }: Subject,
  signal: AbortSignal,
): Promise<boolean> {
  const judge = judgeOf(trio, kind, kind.resource);
  for (const { body } of standingParts(kind.groupVersion, kind.resource, subresource)) {
    const [[top, part] = ['', {}]] = Object.entries(body);
    const [name] = isObject(part) ? Object.keys(part) : [];
    if (name === undefined || part === undefined) continue;
    const object = withValueAt(bases[0], [top, name], (part as Record<string, Json>)[name] ?? null);
    if ((await judge.ask(target, { object, at: [top, name] }, signal)).kind === 'kept') return true;
  }
  return false;
}

/** The server that says what is accepted: the guide, unless only the old release has the resource. */
function judgeOf(trio: Trio, { groupVersion }: Kind, resource: string): ProbedServer {
  return trio.guide.serves(groupVersion, resource) ? trio.guide : trio.old;
}

async function partSubject(
  trio: Trio,
  kind: Kind,
  subresource: Subresource,
  described: Pick<Subject, 'guide' | 'old'>,
  signal: AbortSignal,
): Promise<Subject | { obstacle: string }> {
  const judge = judgeOf(trio, kind, `${kind.resource}/${subresource}`);
  let obstacle = 'the corpus has no object of it';
  for (const { name, namespace, body } of standingParts(kind.groupVersion, kind.resource, subresource)) {
    const part = { subresource, of: name };
    const target: QuestionTarget = { groupVersion: kind.groupVersion, resource: kind.resource, namespace, part };
    const outcome = await judge.ask(target, { object: body, at: ['metadata', 'name'] }, signal);
    if (outcome.kind === 'kept') return { target, ...described, bases: [body] };
    if (outcome.kind === 'refused') obstacle = outcome.message;
  }
  return { obstacle: `${kind.groupVersion} ${kind.resource}/${subresource}: ${obstacle}` };
}
