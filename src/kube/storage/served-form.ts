import type { Json } from '../../model/observation.js';
import { FORMS, type FormContext, type RawRecord } from './forms.js';
import { MessageType, type Field, type Scalar } from './schema.js';

/**
 * Changes a record that says what the bytes have into what Go's JSON encoder makes of the decoded struct: zero values go where the
 * field is `omitempty` and no pointer, and appear where a field without `omitempty` is absent.
 */
export function completeAsServed(type: MessageType, record: RawRecord, context: FormContext): void {
  if (type.isList || FORMS.has(type.name)) return;
  for (const field of type.fields) {
    if (field === undefined) continue;
    if (field.inline) completeAsServed(field.type as MessageType, record, context);
    else if (record[field.name] === undefined) addZero(field, record, context);
    else if (isDropped(field, record[field.name] as Json)) delete record[field.name];
  }
}

function addZero(field: Field, record: RawRecord, context: FormContext): void {
  const { type } = field;
  if (isStruct(field)) {
    if (!field.omitZero) record[field.name] = zeroStruct(type as MessageType, context);
  } else if (!field.omitEmpty) {
    record[field.name] = hasNil(field) ? null : ZERO[type as Exclude<Scalar, 'bytes'>];
  }
}

function isDropped(field: Field, value: Json): boolean {
  if (field.pointer) return false;
  if (isStruct(field)) return field.omitZero && value === null;
  return field.omitEmpty && isEmpty(value);
}

/** True for a Go struct held by value: the encoder never leaves one out for being empty. */
function isStruct(field: Field): boolean {
  return field.type instanceof MessageType && !hasNil(field);
}

/** True where Go's zero value is nil. */
function hasNil(field: Field): boolean {
  if (field.pointer || field.repeated || field.map) return true;
  return field.type instanceof MessageType ? field.type.isList : field.type === 'bytes';
}

function zeroStruct(type: MessageType, context: FormContext): Json {
  const form = FORMS.get(type.name);
  if (form !== undefined) return form({}, context);
  const record: RawRecord = {};
  completeAsServed(type, record, context);
  return record as Record<string, Json>;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const ZERO = { string: '', bool: false, int32: 0, int64: 0, double: 0 } as const;
