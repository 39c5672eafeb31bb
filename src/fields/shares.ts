import type { ApiDescription, Members } from '../model/behaviour.js';
import type { Json, Observation, ServedObject } from '../model/observation.js';
import type { FieldShare } from '../model/verdict.js';
import type { FieldPath } from './field-path.js';
import { fieldsOf } from './field.js';
import { Types, type Schema } from './schema.js';

/**
 * How many of a kind's leaves the objects set, all of them together, for every persisted kind that the server describes at every
 * version. Metadata is left out, and so are custom resources, whose schemas are the corpus's own. Sorted, the emptiest first.
 */
export function fieldShares(
  description: ApiDescription,
  { surface, served }: Pick<Observation, 'surface' | 'served'>,
): FieldShare[] {
  const types = typesOf(description);
  const objects = new Map<string, ServedObject[]>();
  for (const object of served) {
    const name = `${object.groupVersion} ${object.resource}`;
    const known = objects.get(name);
    if (known) known.push(object);
    else objects.set(name, [object]);
  }
  const shares = surface.resources
    .filter(
      ({ resource, custom, storageVersionHash }) => !custom && storageVersionHash !== '' && !resource.includes('/'),
    )
    .flatMap(({ groupVersion, resource, kind }): FieldShare[] => {
      const root = types.ofKind(groupVersion, kind);
      const fields = root ? fieldsOf(types, root) : [];
      if (fields.length === 0) return [];
      const contents = (objects.get(`${groupVersion} ${resource}`) ?? []).map(({ content }) => content);
      const set = fields.filter(({ path }) => contents.some((content) => isSet(content, path))).length;
      return [{ kind: `${groupVersion} ${kind}`, objects: contents.length, fields: fields.length, set }];
    });
  return shares.sort((a, b) => a.set / a.fields - b.set / b.fields || (a.kind < b.kind ? -1 : 1));
}

/** True when an object has a value at the path: in any item of a list, under any key of a map. Null is none. */
export function isSet(value: Json | undefined, path: FieldPath): boolean {
  const [step, ...rest] = path;
  if (value === undefined || value === null) return false;
  if (step === undefined) return true;
  if (step === '[]') return Array.isArray(value) && (value as readonly Json[]).some((item) => isSet(item, rest));
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const members = value as Readonly<Record<string, Json>>;
  if (step === '{}') return Object.values(members).some((member) => isSet(member, rest));
  return Object.hasOwn(members, step) && isSet(members[step], rest);
}

/** The types of a description that was reduced to one line a member, as far as fields are concerned. */
export function typesOf({ schemas }: ApiDescription): Types {
  return new Types(Object.fromEntries(Object.entries(schemas).map(([name, members]) => [name, schemaOf(members)])));
}

function schemaOf(members: Members): Schema {
  const properties: Record<string, Schema> = {};
  const kinds: { group: string; version: string; kind: string }[] = [];
  for (const [member, line] of Object.entries(members)) {
    const [, groupVersion = '', kind = ''] = /^is (\S+) (\S+)$/.exec(member) ?? [];
    if (kind !== '') {
      const [version = '', group = ''] = groupVersion.split('/').reverse();
      kinds.push({ group, version, kind });
    } else if (member !== '' && !/[ =.]/.test(member)) {
      // what is written out below a field of its own has no name to be found by, and upstream's types have none
      properties[member] = JSON.parse(line) as Schema;
    }
  }
  return {
    ...(JSON.parse(members[''] ?? '{}') as Schema),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(kinds.length > 0 && { 'x-kubernetes-group-version-kind': kinds }),
  };
}
