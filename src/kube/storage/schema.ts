import descriptor from './descriptor.json' with { type: 'json' };

/** The scalar types that Kubernetes' messages use. */
export type Scalar = 'string' | 'bytes' | 'bool' | 'int32' | 'int64' | 'double';

/** One field of a message, with what Go's JSON encoder makes of it. */
export interface Field {
  readonly number: number;
  /** JSON name; the proto name where the field is inlined. */
  readonly name: string;
  /** Type of the value; of an element when repeated, of a map's value when a map (keys are strings). */
  readonly type: Scalar | MessageType;
  readonly repeated: boolean;
  readonly map: boolean;
  /** A pointer in Go: absent and zero are two different things. */
  readonly pointer: boolean;
  readonly omitEmpty: boolean;
  readonly omitZero: boolean;
  /** Its fields appear in the parent's JSON object. */
  readonly inline: boolean;
}

/** A message type; its fields are read from the descriptor when first asked for, since messages may contain themselves. */
export class MessageType {
  #fields: (Field | undefined)[] | undefined;

  constructor(
    /** Full proto name, e.g. `k8s.io.api.core.v1.Pod`. */
    readonly name: string,
    /** True when the message's JSON is the array in its only field (a Go slice type such as ExtraValue). */
    readonly isList: boolean,
    readonly rows: readonly Row[],
  ) {}

  /** The fields, each at the index of its number. */
  get fields(): readonly (Field | undefined)[] {
    if (this.#fields === undefined) {
      this.#fields = [];
      for (const row of this.rows) this.#fields[row[0]] = fieldOf(this.name, row);
    }
    return this.#fields;
  }
}

/**
 * Number, name, type, flags: `r` repeated, `m` map, `p` pointer, `e` omitempty, `z` omitzero, `i` inline, `a` the message is this
 * array. A type without a dot is a scalar or a message of the same package.
 */
type Row = readonly [number: number, name: string, type: string, flags: string];

interface Package {
  readonly groupVersion: string;
  /** Names of the messages that are kinds with metadata. */
  readonly kinds: readonly string[];
  readonly messages: Readonly<Record<string, readonly Row[]>>;
}

const SCALARS: ReadonlySet<string> = new Set([
  'string',
  'bytes',
  'bool',
  'int32',
  'int64',
  'double',
] satisfies Scalar[]);

const packages: ReadonlyMap<string, Package> = new Map(
  Object.entries(descriptor.packages) as unknown as [string, Package][],
);
const packageOf = new Map([...packages].map(([name, { groupVersion }]) => [groupVersion, name]));
const messages = new Map<string, MessageType>();

/** The releases whose message types are known, newest first. */
export const knownReleases: readonly string[] = descriptor.releases;

/** The message that a kind is stored as, or undefined when no known release has it. */
export function messageOfKind(apiVersion: string, kind: string): MessageType | undefined {
  const name = packageOf.get(apiVersion);
  if (name === undefined || !packages.get(name)?.kinds.includes(kind)) return undefined;
  return messageType(`${name}.${kind}`);
}

/** The message type with this full name; throws for a name that the descriptor does not have. */
export function messageType(fullName: string): MessageType {
  let type = messages.get(fullName);
  if (type === undefined) {
    const dot = fullName.lastIndexOf('.');
    const rows = packages.get(fullName.slice(0, dot))?.messages[fullName.slice(dot + 1)];
    if (rows === undefined) throw new Error(`descriptor.json has no message ${fullName}`);
    type = new MessageType(fullName, rows[0]?.[3].includes('a') ?? false, rows);
    messages.set(fullName, type);
  }
  return type;
}

function fieldOf(message: string, [number, name, type, flags]: Row): Field {
  return {
    number,
    name,
    type: typeOf(message, type),
    repeated: flags.includes('r'),
    map: flags.includes('m'),
    pointer: flags.includes('p'),
    omitEmpty: flags.includes('e'),
    omitZero: flags.includes('z'),
    inline: flags.includes('i'),
  };
}

function typeOf(message: string, type: string): Scalar | MessageType {
  if (SCALARS.has(type)) return type as Scalar;
  return messageType(type.includes('.') ? type : `${message.slice(0, message.lastIndexOf('.'))}.${type}`);
}
