import { BadInputError } from '../../support/errors.js';
import { PROTOBUF_PREFIX, hasProtobufPrefix, readEnvelope } from './envelope.js';
import { parseJsonText } from './json-text.js';
import { WireReader, encodeVarint } from './wire.js';

/** Plants faults in stored values, for controls: the only place that makes values instead of reading them. */

const TYPE_META = 1;
const RAW = 2;

/** The value with another apiVersion written on its envelope (or, for JSON, in the object); the content stays as it is. */
export function rewriteEnvelope(value: Uint8Array, change: { readonly apiVersion: string }): Uint8Array {
  if (!hasProtobufPrefix(value)) return rewriteJson(value, change.apiVersion);
  const { kind } = readEnvelope(value);
  const typeMeta = Buffer.concat([bytesField(1, Buffer.from(change.apiVersion)), bytesField(2, Buffer.from(kind))]);
  return replaceField(value, TYPE_META, () => typeMeta);
}

/** The value with one more field at the top level of the object's message: a varint for a number, else bytes. */
export function appendUnknownField(
  value: Uint8Array,
  fieldNumber: number,
  content: Uint8Array | number | bigint,
): Uint8Array {
  if (!Number.isInteger(fieldNumber) || fieldNumber < 1 || fieldNumber > 0x1fff_ffff) {
    throw cannotPlant(`${fieldNumber} is no protobuf field number`, 'take one from 1 to 536870911');
  }
  const field = content instanceof Uint8Array ? bytesField(fieldNumber, content) : varintField(fieldNumber, content);
  return replaceField(value, RAW, (raw) => Buffer.concat([raw, field]));
}

/** The value with every occurrence of some bytes (UTF-8 when given as text) replaced by as many others. */
export function replaceBytes(value: Uint8Array, find: Uint8Array | string, replace: Uint8Array | string): Uint8Array {
  const [from, to] = [Buffer.from(find as string), Buffer.from(replace as string)];
  if (from.length !== to.length || from.length === 0) {
    throw cannotPlant(
      `${from.length} bytes cannot be replaced by ${to.length}`,
      'give two texts of the same length in bytes',
    );
  }
  const result = Buffer.from(value);
  let found = result.indexOf(from);
  if (found < 0) throw cannotPlant('the stored value does not have the bytes to replace', 'look at the stored value');
  for (; found >= 0; found = result.indexOf(from, found + from.length)) to.copy(result, found);
  return new Uint8Array(result);
}

/** Copies the value field by field, with one field of the envelope remade. */
function replaceField(value: Uint8Array, number: number, remake: (content: Uint8Array) => Uint8Array): Uint8Array {
  if (!hasProtobufPrefix(value))
    throw cannotPlant('the stored value is not protobuf', 'choose an object stored as protobuf');
  const { problem } = readEnvelope(value);
  if (problem !== undefined)
    throw cannotPlant(`the stored value is damaged already: ${problem}`, 'choose another object');
  const reader = new WireReader(value);
  reader.pos = PROTOBUF_PREFIX.length;
  const parts: Uint8Array[] = [PROTOBUF_PREFIX];
  let met = false;
  while (reader.pos < reader.end) {
    const start = reader.pos;
    const tag = reader.tag();
    if (tag >>> 3 === number) {
      met = true;
      parts.push(bytesField(number, remake(reader.blob())));
    } else {
      reader.skip(tag & 7);
      parts.push(reader.bytes.subarray(start, reader.pos));
    }
  }
  if (!met) parts.push(bytesField(number, remake(new Uint8Array())));
  return new Uint8Array(Buffer.concat(parts));
}

function rewriteJson(value: Uint8Array, apiVersion: string): Uint8Array {
  const text = Buffer.from(value).toString('utf8');
  const object = parseJsonText(text);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw cannotPlant('the stored value is neither protobuf nor a JSON object', 'choose another object');
  }
  if (JSON.stringify(object) !== JSON.stringify(JSON.parse(text))) {
    throw cannotPlant('the stored JSON has integers that would be rounded', 'choose another object');
  }
  return new Uint8Array(Buffer.from(JSON.stringify({ ...object, apiVersion })));
}

function bytesField(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([encodeVarint(number * 8 + 2), encodeVarint(content.length), content]);
}

function varintField(number: number, content: number | bigint): Uint8Array {
  return Buffer.concat([encodeVarint(number * 8), encodeVarint(content)]);
}

function cannotPlant(message: string, remedy: string): BadInputError {
  return new BadInputError({ code: 'cannot-plant', message: `cannot plant a fault: ${message}`, remedy });
}
