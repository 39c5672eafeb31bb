import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfRecords } from './torn-wal.js';

/** A record as etcd's encoder frames it: padded to 8 bytes, the padding in the length field's top byte. */
function record(data: Uint8Array): Buffer {
  const padding = (8 - (data.length % 8)) % 8;
  const length = padding === 0 ? BigInt(data.length) : BigInt(data.length) | (BigInt(0x80 | padding) << 56n);
  const field = Buffer.alloc(8);
  field.writeBigUInt64LE(length);
  return Buffer.concat([field, data, Buffer.alloc(padding)]);
}

describe('the end of the records of a write-ahead log', () => {
  it('is where the zeros of the preallocated file begin, whatever the records hold', () => {
    const data = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(data, fc.nat(100), (records, zeros) => {
        const written = Buffer.concat(records.map(record));
        expect(endOfRecords(Buffer.concat([written, Buffer.alloc(8 * zeros)]))).toBe(written.length);
      }),
    );
  });
});
