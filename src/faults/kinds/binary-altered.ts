import { open } from 'node:fs/promises';
import { damagedStart } from '../damaged-start.js';

const ALTERED_BYTES = 64;

/** An executable in which bytes are others, those that the kernel jumps to first: it is loaded and cannot run. */
export const binaryAltered = damagedStart<'binary-altered'>(async (copy) => {
  const file = await open(copy, 'r+');
  try {
    const head = Buffer.alloc(4096);
    await file.read(head, 0, head.length, 0);
    // zeros are no instruction of arm64, and on amd64 a write to an address that is not mapped
    await file.write(Buffer.alloc(ALTERED_BYTES), 0, ALTERED_BYTES, entryOffset(head));
  } finally {
    await file.close();
  }
});

/** Where in an ELF file for 64 bits, little-endian, the first instruction lies (elf(5): e_entry in the PT_LOAD that holds it). */
export function entryOffset(head: Buffer): number {
  const [entry, table] = [head.readBigUInt64LE(0x18), Number(head.readBigUInt64LE(0x20))];
  const [size, count] = [head.readUInt16LE(0x36), head.readUInt16LE(0x38)];
  for (let at = table; at < table + size * count; at += size) {
    const [type, offset, address, length] = [
      head.readUInt32LE(at),
      head.readBigUInt64LE(at + 0x08),
      head.readBigUInt64LE(at + 0x10),
      head.readBigUInt64LE(at + 0x20),
    ];
    if (type === 1 && entry >= address && entry < address + length) return Number(entry - address + offset);
  }
  throw new Error('the executable names no entry point');
}
