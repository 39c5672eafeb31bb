import type { Json } from '../../model/observation.js';
import { hasProtobufPrefix } from './envelope.js';
import { parseJsonText } from './json-text.js';

/** A message as its fields were read, bytes still as bytes. */
export type RawRecord = Record<string, Json | Uint8Array>;

/** What a form may need besides the record. */
export interface FormContext {
  /** Notes that the value is not what the type allows. */
  problem(text: string): void;
  /** Decodes a whole object inside an object. */
  embedded(bytes: Uint8Array): Json;
}

/** Makes the JSON of a message from its record; the empty record is Go's zero value. */
export type Form = (record: RawRecord, context: FormContext) => Json;

/** The messages whose Go types have a JSON form of their own (a MarshalJSON method), by full proto name. */
export const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['k8s.io.apimachinery.pkg.apis.meta.v1.Time', (record, context) => time(record, 0, context)],
  ['k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime', (record, context) => time(record, 6, context)],
  ['k8s.io.apimachinery.pkg.apis.meta.v1.Duration', (record) => duration(BigInt(integer(record.duration)))],
  ['k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1', (record, context) => embedded(record.Raw, context)],
  ['k8s.io.apimachinery.pkg.runtime.RawExtension', (record, context) => embedded(record.raw, context)],
  ['k8s.io.apimachinery.pkg.api.resource.Quantity', (record) => json(record.string) ?? '0'],
  ['k8s.io.apimachinery.pkg.util.intstr.IntOrString', intOrString],
  ...['v1', 'v1beta1'].flatMap((version) =>
    schemaForms(`k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.${version}`),
  ),
]);

function schemaForms(packageName: string): [string, Form][] {
  return [
    [`${packageName}.JSON`, (record, context) => embedded(record.raw, context)],
    [`${packageName}.JSONSchemaPropsOrArray`, (record) => json(record.jSONSchemas ?? record.schema) ?? null],
    [`${packageName}.JSONSchemaPropsOrBool`, (record) => json(record.schema) ?? record.allows === true],
    [`${packageName}.JSONSchemaPropsOrStringArray`, (record) => json(record.property ?? record.schema) ?? null],
  ];
}

/** RFC 3339 in UTC. Kubernetes ignores the fraction of a Time, and all but the microseconds of a MicroTime (time_proto.go). */
function time(record: RawRecord, digits: 0 | 6, context: FormContext): Json {
  if (record.seconds === undefined && record.nanos === undefined) return null;
  const seconds = integer(record.seconds);
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) {
    context.problem(`a time ${seconds} s from 1970 is out of range`);
    return `${seconds} s from 1970`;
  }
  const micros = Math.trunc(Number(integer(record.nanos)) / 1000);
  const fraction = digits === 0 ? '' : `.${String(micros).padStart(digits, '0')}`;
  return `${date.toISOString().slice(0, -'.000Z'.length)}${fraction}Z`;
}

const UNITS: readonly (readonly [unit: string, nanoseconds: bigint])[] = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
];

/** As Go prints a time.Duration: `1h0m0s`, `1.5s`, `20ms`, `0s`. */
function duration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 0n) return `-${duration(-nanoseconds)}`;
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}µs`;
  if (nanoseconds < 1_000_000_000n) return `${decimal(nanoseconds, 6)}ms`;
  let text = '';
  let rest = nanoseconds;
  for (const [unit, size] of UNITS) {
    if (text !== '' || rest >= size) text += `${rest / size}${unit}`;
    rest %= size;
  }
  return `${text}${decimal(rest, 9)}s`;
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
}

function intOrString(record: RawRecord, context: FormContext): Json {
  if (record.type === 1) return json(record.strVal) ?? '';
  if ((record.type ?? 0) !== 0) context.problem('an IntOrString that is neither');
  return json(record.intVal) ?? 0;
}

function embedded(raw: Json | Uint8Array | undefined, context: FormContext): Json {
  if (!(raw instanceof Uint8Array) || raw.length === 0) return null;
  if (hasProtobufPrefix(raw)) return context.embedded(raw);
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const parsed = parseJsonText(bytes.toString('utf8'));
  if (parsed !== undefined) return parsed;
  context.problem('the embedded bytes are not JSON; shown as base64');
  return bytes.toString('base64');
}

function integer(value: Json | Uint8Array | undefined): number | string {
  return typeof value === 'number' || typeof value === 'string' ? value : 0;
}

/** What the decoder put there for a field that is not of type bytes. */
function json(value: Json | Uint8Array | undefined): Json | undefined {
  return value instanceof Uint8Array ? undefined : value;
}
