import type { FieldPath } from './field-path.js';
import { referenceOf, type NamedSchema, type Schema, type Types } from './schema.js';

/** One leaf of a kind: a value that holds no further named fields. */
export interface Field {
  readonly path: FieldPath;
  /** Schema of the value. */
  readonly schema: Schema;
  /** Type of the value, or the one that it is written in when it has no name. */
  readonly type: string;
  /**
   * The type that declares the field and the property's name in it: `io.k8s.api.core.v1.PodSpec.hostUsers`. The same in
   * every kind that holds such a type, so it names the cause of what is found in all of them.
   */
  readonly declaredAs: string;
}

/** Every object has the same metadata, and servers write most of it themselves: it is not probed. */
const METADATA = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/**
 * All leaves of a kind, in the schema's order. A type inside itself (JSONSchemaProps) is entered once: deeper down there
 * are no further fields, only more of the same.
 */
export function fieldsOf(types: Types, root: NamedSchema): Field[] {
  return Object.entries(root.schema.properties ?? {})
    .filter(([name]) => name !== 'apiVersion' && name !== 'kind' && name !== 'metadata')
    .flatMap(([name, schema]) => leaves(types, schema, [name], root.type, `${root.type}.${name}`, [root.type]));
}

function leaves(
  types: Types,
  written: Schema,
  path: FieldPath,
  writtenIn: string,
  declaredAs: string,
  inside: readonly string[],
): Field[] {
  const { type, schema } = types.follow(written, writtenIn);
  const named = referenceOf(written) !== undefined;
  if (type === METADATA || (named && inside.includes(type))) return [];
  const within = named ? [...inside, type] : inside;
  if (schema.items) return leaves(types, schema.items, [...path, '[]'], type, declaredAs, within);
  if (typeof schema.additionalProperties === 'object') {
    return leaves(types, schema.additionalProperties, [...path, '{}'], type, declaredAs, within);
  }
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return [{ path, schema, type, declaredAs }];
  return properties.flatMap(([name, property]) =>
    leaves(types, property, [...path, name], type, `${type}.${name}`, within),
  );
}
