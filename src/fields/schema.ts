import type { Json } from '../model/observation.js';

/** The part of an OpenAPI v3 schema that Kubernetes uses for its types. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

/** A schema with its references followed. */
export interface NamedSchema {
  /** The type's name, e.g. `io.k8s.api.core.v1.PodSpec`; of an anonymous schema, that of the type it is written in. */
  readonly type: string;
  readonly schema: Schema;
}

/** What a schema refers to, by itself or in a wrapper; undefined for one that is written out. */
export function referenceOf(schema: Schema): string | undefined {
  const wrapped = schema.allOf?.length === 1 ? schema.allOf[0] : undefined;
  return schema.$ref ?? wrapped?.$ref;
}

const PREFIX = '#/components/schemas/';

/** The types of one group version, as its OpenAPI v3 document describes them. */
export class Types {
  readonly #schemas: Readonly<Record<string, Schema>>;

  /** Takes the document's `components.schemas`. */
  constructor(schemas: Readonly<Record<string, Schema>>) {
    this.#schemas = schemas;
  }

  /** The type of a kind's objects; undefined when the document has none. Lists and options carry other kinds. */
  ofKind(groupVersion: string, kind: string): NamedSchema | undefined {
    const [version = '', group = ''] = groupVersion.split('/').reverse();
    for (const [type, schema] of Object.entries(this.#schemas)) {
      const kinds = schema['x-kubernetes-group-version-kind'] ?? [];
      const named = kinds.some((entry) => entry.group === group && entry.version === version && entry.kind === kind);
      if (named && schema.properties?.['metadata']) return { type, schema };
    }
    return undefined;
  }

  /**
   * Follows a reference. Kubernetes wraps one that has a description or a default of its own into `allOf`; the
   * description next to the reference is the field's, so it wins over the type's.
   */
  follow(schema: Schema, writtenIn: string): NamedSchema {
    const reference = referenceOf(schema);
    if (reference === undefined) return { type: writtenIn, schema };
    const type = reference.slice(PREFIX.length);
    const target = this.#schemas[type] ?? {};
    const { description } = schema;
    return { type, schema: description === undefined ? target : { ...target, description } };
  }
}
