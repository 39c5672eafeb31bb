import { messageOf } from '../../support/errors.js';
import { WireReader, wireTypeName } from './wire.js';

/** What a protobuf value in etcd starts with: `k8s` and a zero byte (apimachinery, runtime/serializer/protobuf). */
export const PROTOBUF_PREFIX = Uint8Array.from([0x6b, 0x38, 0x73, 0x00]);

/** runtime.Unknown, the message behind the prefix: what the object is, and its bytes. */
export interface Envelope {
  apiVersion: string;
  kind: string;
  /** The object's own message; undefined when the envelope has none or is cut off before its end. */
  raw: Uint8Array | undefined;
  contentEncoding: string;
  contentType: string;
  /** As in a decoded value, below `envelope`. */
  unknownFields: string[];
  /** Why reading stopped before the end. */
  problem: string | undefined;
}

/** True when the value says of itself that it is protobuf. */
export function hasProtobufPrefix(value: Uint8Array): boolean {
  return PROTOBUF_PREFIX.every((byte, index) => value[index] === byte);
}

/** Reads the envelope of a value with the prefix, as far as it goes. */
export function readEnvelope(value: Uint8Array): Envelope {
  const envelope: Envelope = {
    apiVersion: '',
    kind: '',
    raw: undefined,
    contentEncoding: '',
    contentType: '',
    unknownFields: [],
    problem: undefined,
  };
  try {
    readFields(new WireReader(value.subarray(PROTOBUF_PREFIX.length)), envelope);
  } catch (error) {
    envelope.problem = messageOf(error);
  }
  return envelope;
}

function readFields(reader: WireReader, envelope: Envelope): void {
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === bytesTag(1)) readTypeMeta(reader, envelope);
    else if (tag === bytesTag(2)) envelope.raw = reader.blob();
    else if (tag === bytesTag(3)) envelope.contentEncoding = reader.string();
    else if (tag === bytesTag(4)) envelope.contentType = reader.string();
    else skipUnknown(reader, tag, 'envelope', envelope);
  }
}

function readTypeMeta(reader: WireReader, envelope: Envelope): void {
  const outer = reader.enter();
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === bytesTag(1)) envelope.apiVersion = reader.string();
    else if (tag === bytesTag(2)) envelope.kind = reader.string();
    else skipUnknown(reader, tag, 'envelope.typeMeta', envelope);
  }
  reader.leave(outer);
}

function skipUnknown(reader: WireReader, tag: number, place: string, envelope: Envelope): void {
  reader.skip(tag & 7);
  envelope.unknownFields.push(`${place}.#${tag >>> 3} (${wireTypeName(tag & 7)})`);
}

function bytesTag(number: number): number {
  return number * 8 + 2;
}
