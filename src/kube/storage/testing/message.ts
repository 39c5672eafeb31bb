import protobuf from 'protobufjs';

/** A message made by hand: pairs of field number and value, the value a number (varint), text or bytes. */
export function message(...fields: [number, number | string | Uint8Array][]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [number, value] of fields) {
    if (typeof value === 'number') writer.uint32(number * 8).uint32(value);
    else writer.uint32(number * 8 + 2).bytes(typeof value === 'string' ? Buffer.from(value) : value);
  }
  return writer.finish();
}
