import type { Json } from '../../model/observation.js';
import { FORMS, type FormContext, type RawRecord } from './forms.js';
import { MessageType, type Field, type Scalar } from './schema.js';
import { completeAsServed } from './served-form.js';
import { WireReader, wireTypeName } from './wire.js';

/** Deeper nesting is taken for an attack or garbage: the deepest Kubernetes types end well before. */
const MAX_DEPTH = 400;

/** What stands for a field's presence in the JSON; see `decodeStored`. */
export type Presence = 'stored' | 'served';

/** Decodes an object inside an object. */
export type DecodeEmbedded = (bytes: Uint8Array) => { value: Json; unknownFields: readonly string[]; problem?: string };

/**
 * Decodes one message by its type. Throws WireError for bytes that Kubernetes could not decode either; what Kubernetes would
 * decode but this schema does not know is collected in `unknownFields`, what is doubtful in `problems`.
 */
export class MessageDecoder implements FormContext {
  readonly unknownFields: string[] = [];
  readonly problems: string[] = [];
  readonly #reader: WireReader;
  readonly #presence: Presence;
  readonly #embedded: DecodeEmbedded;
  readonly #path: (string | number)[] = [];

  constructor(bytes: Uint8Array, presence: Presence, embedded: DecodeEmbedded) {
    this.#reader = new WireReader(bytes);
    this.#presence = presence;
    this.#embedded = embedded;
  }

  /** The whole buffer as one message. */
  decode(type: MessageType): Json {
    return this.#finish(type, this.#message(type, {}));
  }

  /** Where the decoder is: `spec.containers[0].env`. */
  get place(): string {
    let text = '';
    for (const step of this.#path) {
      if (typeof step === 'number') text += `[${step}]`;
      else text += text === '' || step.startsWith('[') ? step : `.${step}`;
    }
    return text;
  }

  problem(text: string): void {
    this.problems.push(this.#path.length === 0 ? text : `${this.place}: ${text}`);
  }

  embedded(bytes: Uint8Array): Json {
    const { value, unknownFields, problem } = this.#embedded(bytes);
    this.unknownFields.push(...unknownFields.map((field) => `${this.place}.${field}`));
    if (problem !== undefined) this.problem(problem);
    return value;
  }

  /** Reads the fields up to the end of the reader's window into `record`. */
  #message(type: MessageType, record: RawRecord): RawRecord {
    if (this.#path.length > MAX_DEPTH) throw this.#reader.error('nested too deeply');
    const reader = this.#reader;
    const fields = type.fields;
    const keepBytes = FORMS.has(type.name);
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      const wireType = tag & 7;
      const field = fields[tag >>> 3];
      if (field === undefined) this.#unknown(tag);
      else if (field.map) this.#mapEntry(field, wireType, record);
      else if (field.repeated) this.#repeated(field, wireType, record);
      else this.#singular(field, wireType, record, keepBytes);
    }
    return record;
  }

  #finish(type: MessageType, record: RawRecord): Json {
    if (this.#presence === 'served') completeAsServed(type, record, this);
    if (type.isList) return (record.items as Json | undefined) ?? [];
    const form = FORMS.get(type.name);
    return form === undefined ? (record as Record<string, Json>) : form(record, this);
  }

  #singular(field: Field, wireType: number, record: RawRecord, keepBytes: boolean): void {
    const { name, type } = field;
    if (field.inline) this.#nested(field, wireType, record);
    else if (!(type instanceof MessageType)) {
      this.#expect(field, wireType, type);
      record[name] = keepBytes && type === 'bytes' ? this.#reader.blob() : this.#scalar(type, name);
    } else {
      // a message that comes in several pieces is merged; one with a form of its own starts anew, as in Go
      const before = record[name];
      const into = isRecord(before) && !FORMS.has(type.name) ? before : {};
      record[name] = this.#nested(field, wireType, into);
    }
  }

  #repeated(field: Field, wireType: number, record: RawRecord): void {
    const { name, type } = field;
    const before = record[name];
    const list: Json[] = Array.isArray(before) ? (before as Json[]) : [];
    record[name] = list;
    if (type instanceof MessageType) {
      list.push(this.#nested(field, wireType, {}, list.length));
    } else if (wireType === 2 && WIRE_TYPE[type] !== 2) {
      const outer = this.#reader.enter();
      while (this.#reader.pos < this.#reader.end) list.push(this.#scalar(type, name));
      this.#reader.leave(outer);
    } else {
      this.#expect(field, wireType, type);
      list.push(this.#scalar(type, name));
    }
  }

  /** An entry is a message of key (1) and value (2), either of which may be absent and then is the zero value. */
  #mapEntry(field: Field, wireType: number, record: RawRecord): void {
    const { name, type } = field;
    const map = (record[name] ??= {}) as Record<string, Json>;
    const reader = this.#reader;
    this.#expect(field, wireType, 'bytes');
    const outer = reader.enter();
    let key = '';
    let valueAt = -1;
    let value: Json | undefined;
    this.#path.push(name);
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === KEY_TAG) key = this.#text();
      else if (tag >>> 3 === 2) {
        this.#expect(field, tag & 7, type);
        valueAt = reader.pos;
        reader.skip(tag & 7);
      } else this.#unknown(tag);
    }
    if (type instanceof MessageType) this.#path.push(`[${JSON.stringify(key)}]`);
    if (valueAt >= 0) {
      // read last, so that the path has the key also where the value comes first
      reader.pos = valueAt;
      value = type instanceof MessageType ? this.#inside(type, {}) : this.#scalar(type);
    } else value = type instanceof MessageType ? this.#finish(type, {}) : ZERO[type];
    if (type instanceof MessageType) this.#path.pop();
    this.#path.pop();
    reader.leave(outer);
    if (key !== '__proto__') map[key] = value;
    else Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  }

  #nested(field: Field, wireType: number, into: RawRecord, index?: number): Json {
    const type = field.type as MessageType;
    this.#expect(field, wireType, type);
    this.#path.push(field.name);
    if (index !== undefined) this.#path.push(index);
    const value = this.#inside(type, into);
    if (index !== undefined) this.#path.pop();
    this.#path.pop();
    return value;
  }

  #inside(type: MessageType, into: RawRecord): Json {
    const outer = this.#reader.enter();
    const record = this.#message(type, into);
    this.#reader.leave(outer);
    return this.#finish(type, record);
  }

  #scalar(type: Scalar, name?: string): Json {
    const reader = this.#reader;
    switch (type) {
      case 'string':
        return this.#text(name);
      case 'bytes':
        return reader.blob().toString('base64');
      case 'bool':
        return reader.bool();
      case 'int32':
        return reader.int32();
      case 'int64':
        return reader.int64();
      case 'double':
        return this.#double(reader.double(), name);
    }
  }

  #text(name?: string): string {
    const text = this.#reader.string();
    if (this.#reader.damagedText) {
      this.#reader.damagedText = false;
      this.#problemAt(name, 'text that is not UTF-8');
    }
    return text;
  }

  #double(value: number, name?: string): Json {
    if (Number.isFinite(value)) return value;
    this.#problemAt(name, 'a number that JSON does not have');
    return String(value);
  }

  #problemAt(name: string | undefined, text: string): void {
    if (name !== undefined) this.#path.push(name);
    this.problem(text);
    if (name !== undefined) this.#path.pop();
  }

  #unknown(tag: number): void {
    const place = this.place;
    this.#reader.skip(tag & 7);
    this.unknownFields.push(`${place}${place === '' ? '' : '.'}#${tag >>> 3} (${wireTypeName(tag & 7)})`);
  }

  #expect(field: Field, wireType: number, type: Scalar | MessageType): void {
    const expected = type instanceof MessageType ? 2 : WIRE_TYPE[type];
    if (wireType === expected) return;
    this.#path.push(field.name);
    throw this.#reader.error(`${wireTypeName(wireType)} where ${wireTypeName(expected)} belongs`);
  }
}

const KEY_TAG = (1 << 3) | 2;
const WIRE_TYPE: Readonly<Record<Scalar, number>> = { string: 2, bytes: 2, bool: 0, int32: 0, int64: 0, double: 1 };
const ZERO: Readonly<Record<Scalar, Json>> = { string: '', bytes: '', bool: false, int32: 0, int64: 0, double: 0 };

function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
