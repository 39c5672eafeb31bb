import type { Json, StoredObject } from '../../model/observation.js';
import { messageOf } from '../../support/errors.js';
import { MessageDecoder, type Presence } from './decode-message.js';
import { hasProtobufPrefix, readEnvelope } from './envelope.js';
import { parseJsonText } from './json-text.js';
import { knownReleases, messageOfKind } from './schema.js';

/** What one value in etcd says. */
export interface DecodedValue {
  /** `unknown` when Kubernetes could not decode it either, or when nobody knows what it is. */
  readonly encoding: StoredObject['encoding'];
  /** Empty where the value does not say. */
  readonly apiVersion: string;
  readonly kind: string;
  /** The object without apiVersion and kind; null when it could not be decoded, and then `problem` says why. */
  readonly content: Json;
  /** Paths of fields that no known release has, with number and wire type: `spec.containers[0].#1047 (varint)`. */
  readonly unknownFields: readonly string[];
  /** What is wrong or doubtful; never quotes the content. */
  readonly problem?: string;
}

/** How to decode. */
export interface DecodeOptions {
  /**
   * `stored` (default): a field is there exactly when the bytes have it, so that absent and zero differ for every field.
   * `served`: as an API server's JSON has it, where only Go pointers tell absent from zero (tags of the newest known release).
   */
  readonly presence?: Presence;
}

const ENCRYPTED_PREFIX = Buffer.from('k8s:enc:');
const PROTOBUF_CONTENT_TYPE = 'application/vnd.kubernetes.protobuf';
const MAX_PROBLEMS = 5;

/**
 * Decodes a value as kube-apiserver stores it in etcd: protobuf in a runtime.Unknown, or JSON (custom resources, CRDs, APIServices).
 * Content has the JSON names and forms of the Kubernetes API; an int64 that a JavaScript number cannot hold is its decimal text.
 * Never throws: whatever is wrong is said in `problem`.
 */
export function decodeStored(value: Uint8Array, options: DecodeOptions = {}): DecodedValue {
  try {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    if (hasProtobufPrefix(bytes)) return decodeProtobuf(bytes, options.presence ?? 'stored');
    if (bytes.subarray(0, ENCRYPTED_PREFIX.length).equals(ENCRYPTED_PREFIX)) return encrypted(bytes);
    if (/^\s*\{/.test(bytes.toString('latin1', 0, 64))) return decodeJson(bytes);
    return unknown(bytes.length === 0 ? 'the value is empty' : 'neither protobuf nor a JSON object nor encrypted');
  } catch (error) {
    return unknown(messageOf(error));
  }
}

function decodeProtobuf(bytes: Buffer, presence: Presence): DecodedValue {
  const envelope = readEnvelope(bytes);
  const { apiVersion, kind, raw } = envelope;
  const undecoded = (encoding: DecodedValue['encoding'], problem: string): DecodedValue => {
    return { encoding, apiVersion, kind, content: null, unknownFields: envelope.unknownFields, problem };
  };
  if (envelope.problem !== undefined) return undecoded('unknown', `envelope: ${envelope.problem}`);
  if (raw === undefined) return undecoded('unknown', 'the envelope has no object');
  if (envelope.contentEncoding !== '') return undecoded('unknown', `content encoding ${envelope.contentEncoding}`);
  if (envelope.contentType !== '' && envelope.contentType !== PROTOBUF_CONTENT_TYPE) {
    return undecoded('unknown', `content type ${envelope.contentType}`);
  }
  const type = messageOfKind(apiVersion, kind);
  if (type === undefined)
    return undecoded('protobuf', `none of ${knownReleases.join(', ')} has the message of ${apiVersion} ${kind}`);

  const decoder = new MessageDecoder(raw, presence, (inner) => embeddedObject(inner, presence));
  try {
    const content = decoder.decode(type);
    const unknownFields = [...envelope.unknownFields, ...decoder.unknownFields];
    return { encoding: 'protobuf', apiVersion, kind, content, unknownFields, ...problemOf(decoder.problems) };
  } catch (error) {
    return undecoded('unknown', `${decoder.place || 'object'}: ${messageOf(error)}`);
  }
}

function embeddedObject(
  bytes: Uint8Array,
  presence: Presence,
): ReturnType<ConstructorParameters<typeof MessageDecoder>[2]> {
  const { apiVersion, kind, content, unknownFields, problem } = decodeStored(bytes, { presence });
  const fields = typeof content === 'object' && content !== null && !Array.isArray(content) ? content : {};
  return { value: { apiVersion, kind, ...fields }, unknownFields, ...(problem === undefined ? {} : { problem }) };
}

function decodeJson(bytes: Buffer): DecodedValue {
  const object = parseJsonText(bytes.toString('utf8'));
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return unknown('starts like JSON but is not');
  const { apiVersion, kind, ...content } = object as Readonly<Record<string, Json>>;
  const typed = typeof apiVersion === 'string' && typeof kind === 'string';
  return {
    encoding: 'json',
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    kind: typeof kind === 'string' ? kind : '',
    content,
    unknownFields: [],
    ...problemOf(typed ? [] : ['JSON without apiVersion or kind']),
  };
}

/** The prefix goes on with provider, version and key name, none of them secret: `k8s:enc:aescbc:v1:key1:`. */
function encrypted(bytes: Buffer): DecodedValue {
  const provider = /^k8s:enc:([\w-]{1,20}:v\d{1,3}:[^:]{0,63}):/.exec(bytes.toString('latin1', 0, 128))?.[1];
  return { ...unknown(`encrypted at rest${provider === undefined ? '' : ` (${provider})`}`), encoding: 'encrypted' };
}

function unknown(problem: string): DecodedValue {
  return { encoding: 'unknown', apiVersion: '', kind: '', content: null, unknownFields: [], problem };
}

function problemOf(problems: readonly string[]): { problem?: string } {
  if (problems.length === 0) return {};
  const more = problems.length - MAX_PROBLEMS;
  return { problem: problems.slice(0, MAX_PROBLEMS).join('; ') + (more > 0 ? `; and ${more} more` : '') };
}
