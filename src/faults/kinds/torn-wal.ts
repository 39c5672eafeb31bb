import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../support/wait.js';
import { waitForWrites } from '../etcd-probe.js';
import { END_TIMEOUT_MS, plain, type Fault } from '../fault.js';
import { victimOf } from '../victim.js';

/** The length that the torn record claims, and how much of it is there; the rest are the zeros of the preallocated file. */
const CLAIMED = 8192;
const WRITTEN = 200;

/**
 * Power lost in the middle of a write: etcd is killed, and behind the last whole record of its write-ahead log lies the beginning of another
 * one. Nothing that was acknowledged is missing, for a record is acknowledged when it is whole and synced.
 */
export const tornWal: Fault<'torn-wal'> = {
  async prepare(_, context) {
    const { cluster, signal } = context;
    const hold = plain(context.handles);
    victimOf('etcd', context);
    const before = cluster.logs('etcd').length;
    return {
      inject: () => hold.withEtcdDown(tear),
      onset: () =>
        waitFor(
          async () => {
            for (const log of cluster.logs('etcd').slice(before)) {
              const lines = (await readFile(log, 'utf8')).split('\n');
              const said = lines.map((line) => /"msg":"(repair[^"]*)"/.exec(line)?.[1]).find(Boolean);
              if (said) return { done: true, value: `etcd's log says: ${said}` };
            }
            return { done: false, seen: 'no log of etcd speaks of a repair' };
          },
          { what: 'etcd to find its log torn', timeoutMs: END_TIMEOUT_MS, signal },
        ),
      heal: async () => undefined,
      end: () => waitForWrites(context),
    };
  },
};

async function tear(dataDirectory: string): Promise<void> {
  const folder = join(dataDirectory, 'member', 'wal');
  const last = (await readdir(folder))
    .filter((name) => name.endsWith('.wal'))
    .sort()
    .at(-1);
  if (last === undefined) throw new Error(`${folder} holds no write-ahead log`);
  const file = await open(join(folder, last), 'r+');
  try {
    const end = endOfRecords(await file.readFile());
    const torn = Buffer.alloc(8 + WRITTEN, 0xab);
    torn.writeBigInt64LE(BigInt(CLAIMED), 0);
    await file.write(torn, 0, torn.length, end);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Where the records of a log end. Each is a length field of 8 bytes (little-endian; the low 56 bits are the length, the low 3 bits of a
 * negative field's top byte the padding), the record and its padding (etcd server/storage/wal/encoder.go); a length of zero
 * is the unwritten rest.
 */
export function endOfRecords(wal: Buffer): number {
  let at = 0;
  while (at + 8 <= wal.length) {
    const field = wal.readBigInt64LE(at);
    if (field === 0n) break;
    const length = Number(BigInt.asUintN(56, field));
    const padding = field < 0n ? Number((BigInt.asUintN(64, field) >> 56n) & 7n) : 0;
    at += 8 + length + padding;
  }
  return at;
}
