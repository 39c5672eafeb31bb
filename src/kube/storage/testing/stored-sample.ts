import fc from 'fast-check';
import protobuf from 'protobufjs';
import type { Json } from '../../../model/observation.js';
import descriptor from '../descriptor.json' with { type: 'json' };

/**
 * Random stored objects beside the JSON they stand for, encoded by protobufjs: nothing here uses the decoder's code, only the
 * descriptor.
 */
export interface StoredSample {
  readonly apiVersion: string;
  readonly kind: string;
  readonly value: Uint8Array;
  readonly content: Json;
}

interface Sample {
  /** For protobufjs; fields are called `f` and their number. */
  readonly wire: unknown;
  readonly json: Json;
}

type Row = readonly [number: number, name: string, type: string, flags: string];

interface Package {
  readonly groupVersion: string;
  readonly kinds: readonly string[];
  readonly messages: Readonly<Record<string, readonly Row[]>>;
}

const packages = Object.entries(descriptor.packages) as unknown as [string, Package][];
const rowsOf: ReadonlyMap<string, readonly Row[]> = new Map(
  packages.flatMap(([name, { messages }]) =>
    Object.entries(messages).map(([message, rows]) => [`${name}.${message}`, rows] as const),
  ),
);
const root = protobufRoot();

/** Every kind in the descriptor: apiVersion, kind and the name of its message. */
export const KINDS = packages.flatMap(([name, { groupVersion, kinds }]) =>
  kinds.map((kind) => ({ apiVersion: groupVersion, kind, message: `${name}.${kind}` })),
);

/** A random object of a random kind. */
export function storedSample(): fc.Arbitrary<StoredSample> {
  return fc.constantFrom(...KINDS).chain(({ apiVersion, kind, message }) =>
    sampleOf(message, 5).map(({ wire, json }) => ({
      apiVersion,
      kind,
      value: inEnvelope(apiVersion, kind, encode(message, wire as object)),
      content: json,
    })),
  );
}

/** Encodes a message; the object's keys are `f` and the field's number. */
export function encode(message: string, wire: object): Uint8Array {
  const type = root.lookupType(message);
  return type.encode(type.fromObject(wire)).finish();
}

/** Puts an object's bytes into a runtime.Unknown as kube-apiserver does, empty strings included. */
export function inEnvelope(apiVersion: string, kind: string, raw: Uint8Array): Uint8Array {
  const typeMeta = protobuf.Writer.create().uint32(10).string(apiVersion).uint32(18).string(kind).finish();
  const unknown = protobuf.Writer.create().uint32(10).bytes(typeMeta).uint32(18).bytes(raw);
  return Buffer.concat([Buffer.from('k8s\0'), unknown.uint32(26).string('').uint32(34).string('').finish()]);
}

function protobufRoot(): protobuf.Root {
  const all = new protobuf.Root();
  for (const [name, { messages }] of packages) {
    const namespace = all.define(name);
    for (const [message, rows] of Object.entries(messages)) {
      const type = new protobuf.Type(message);
      for (const [number, , typeName, flags] of rows) {
        const field = typeName.includes('.') ? `.${typeName}` : typeName;
        if (flags.includes('m')) type.add(new protobuf.MapField(`f${number}`, number, 'string', field));
        else type.add(new protobuf.Field(`f${number}`, number, field, flags.includes('r') ? 'repeated' : 'optional'));
      }
      namespace.add(type);
    }
  }
  all.resolveAll();
  return all;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });

const scalars: Readonly<Record<string, fc.Arbitrary<Sample>>> = {
  string: text.map((value) => ({ wire: value, json: value })),
  bool: fc.boolean().map((value) => ({ wire: value, json: value })),
  int32: fc.integer().map((value) => ({ wire: value, json: value })),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({
    wire: value.toString(),
    json: Number.isSafeInteger(Number(value)) ? Number(value) : value.toString(),
  })),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ wire: value, json: value })),
  bytes: fc.uint8Array({ maxLength: 9 }).map((value) => ({ wire: value, json: Buffer.from(value).toString('base64') })),
};

const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
const embeddedJson = fc.dictionary(text, fc.oneof(fc.integer(), text, fc.boolean())).map((value) => ({
  wire: { f1: Buffer.from(JSON.stringify(value)) },
  json: value,
}));

/** What the types with a JSON form of their own look like on the wire and in JSON, written down once more. */
const forms: readonly [suffix: string, sample: fc.Arbitrary<Sample>][] = [
  ['meta.v1.Time', seconds.map((s) => ({ wire: { f1: `${s}` }, json: rfc3339(s).replace('.000', '') }))],
  [
    'meta.v1.MicroTime',
    fc.tuple(seconds, fc.integer({ min: 0, max: 999 })).map(([s, milliseconds]) => ({
      wire: { f1: `${s}`, f2: milliseconds * 1_000_000 },
      json: rfc3339(s).replace('.000', `.${String(milliseconds).padStart(3, '0')}000`),
    })),
  ],
  [
    'meta.v1.Duration',
    fc.integer({ min: 1, max: 59 }).map((minutes) => ({ wire: { f1: minutes * 60e9 }, json: `${minutes}m0s` })),
  ],
  ['meta.v1.FieldsV1', embeddedJson],
  ['runtime.RawExtension', embeddedJson],
  ['.JSON', embeddedJson],
  ['resource.Quantity', fc.nat().map((value) => ({ wire: { f1: `${value}Mi` }, json: `${value}Mi` }))],
  [
    'intstr.IntOrString',
    fc.oneof(
      fc.integer().map((value) => ({ wire: { f1: 0, f2: value, f3: '' }, json: value })),
      text.map((value) => ({ wire: { f1: 1, f2: 0, f3: value }, json: value })),
    ),
  ],
  ['.JSONSchemaPropsOrBool', fc.boolean().map((value) => ({ wire: { f1: value }, json: value }))],
  ['.JSONSchemaPropsOrArray', text.map((title) => ({ wire: { f2: [{ f7: title }, {}] }, json: [{ title }, {}] }))],
  ['.JSONSchemaPropsOrStringArray', text.map((value) => ({ wire: { f2: [value] }, json: [value] as Json }))],
];

function sampleOf(message: string, depth: number): fc.Arbitrary<Sample> {
  const form = forms.find(([suffix]) => message.endsWith(suffix));
  if (form !== undefined) return form[1];
  const rows = rowsOf.get(message) ?? [];
  if (rows[0]?.[3].includes('a')) {
    return fc.array(text, { minLength: 1, maxLength: 3 }).map((items) => ({ wire: { f1: items }, json: items }));
  }
  return fc.subarray([...rows], { maxLength: depth <= 0 ? 0 : Math.min(4, rows.length) }).chain((chosen) =>
    fc.tuple(...chosen.map((row) => fieldOf(message, row, depth - 1))).map((samples) => {
      const wire: Record<string, unknown> = {};
      const json: Record<string, Json> = {};
      chosen.forEach(([number, name, , flags], index) => {
        const sample = samples[index] as Sample;
        wire[`f${number}`] = sample.wire;
        if (flags.includes('i')) Object.assign(json, sample.json);
        else json[name] = sample.json;
      });
      return { wire, json };
    }),
  );
}

function fieldOf(message: string, [, , type, flags]: Row, depth: number): fc.Arbitrary<Sample> {
  const packageName = message.slice(0, message.lastIndexOf('.'));
  const one = scalars[type] ?? sampleOf(type.includes('.') ? type : `${packageName}.${type}`, depth);
  if (flags.includes('r')) {
    return fc
      .array(one, { minLength: 1, maxLength: 2 })
      .map((all) => ({ wire: all.map((sample) => sample.wire), json: all.map((sample) => sample.json) }));
  }
  if (!flags.includes('m')) return one;
  return fc
    .array(
      fc.tuple(
        text.filter((key) => key !== '__proto__'),
        one,
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((pairs) => ({
      wire: Object.fromEntries(pairs.map(([key, sample]) => [key, sample.wire])),
      json: Object.fromEntries(pairs.map(([key, sample]) => [key, sample.json])),
    }));
}

function rfc3339(secondsSince1970: number): string {
  return new Date(secondsSince1970 * 1000).toISOString();
}
