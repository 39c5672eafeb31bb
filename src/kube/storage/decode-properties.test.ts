import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeStored } from './decode.js';
import { storedSample } from './testing/stored-sample.js';

// generous, since making the samples is slow on a machine that is busy with other tests
describe('decodeStored', { timeout: 60_000 }, () => {
  it('gives the JSON that any object of any kind was encoded from', () => {
    fc.assert(
      fc.property(storedSample(), ({ apiVersion, kind, value, content }) => {
        expect(decodeStored(value)).toEqual({ encoding: 'protobuf', apiVersion, kind, content, unknownFields: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the bytes', () => {
    const prefix = fc.constantFrom('', 'k8s\0', 'k8s:enc:', '{', 'k8s\0\n\x09\n\x02v1\x12\x03Pod\x12');
    fc.assert(
      fc.property(prefix, fc.uint8Array({ maxLength: 200 }), (start, bytes) => {
        const { encoding, content, problem } = decodeStored(Buffer.concat([Buffer.from(start, 'latin1'), bytes]));
        if (encoding === 'unknown' || encoding === 'encrypted')
          expect([content, typeof problem]).toEqual([null, 'string']);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws on an object with a few bytes changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(storedSample(), changes, ({ value }, edits) => {
        const damaged = Uint8Array.from(value);
        for (const [at, byte] of edits) damaged[at % damaged.length] = byte;
        const { encoding, content, problem } = decodeStored(damaged);
        expect(['protobuf', 'unknown']).toContain(encoding);
        if (content === null) expect(problem).toBeTypeOf('string');
      }),
    );
  });

  it('reports every object that is cut off', () => {
    fc.assert(
      fc.property(storedSample(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), ({ value }, share) => {
        // the last four bytes are the envelope's two empty strings, which say nothing
        const cut = value.subarray(0, Math.floor(share * (value.length - 4)));
        expect(decodeStored(cut)).toMatchObject({
          encoding: 'unknown',
          content: null,
          problem: expect.any(String) as unknown,
        });
      }),
    );
  });
});
