import { readFileSync } from 'node:fs';
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NdjsonFile, readNdjson } from './ndjson.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

async function written(records: readonly unknown[]): Promise<string> {
  const path = join(await temporaryDirectory(), 'records.ndjson');
  const file = new NdjsonFile(path);
  for (const record of records) file.append(record);
  file.close();
  return path;
}

describe('a file of JSON lines', () => {
  it('gives back what was appended, in order', async () => {
    const records = [{ a: 1 }, 'two\nlines', null, [3], { ü: '\u2028' }];
    expect(await readNdjson(await written(records))).toEqual(records);
  });

  it('has every record in the file before append returns', async () => {
    const path = join(await temporaryDirectory(), 'records.ndjson');
    const file = new NdjsonFile(path);
    file.append({ first: true });
    expect(readFileSync(path, 'utf8')).toBe('{"first":true}\n');
    file.append({ second: true });
    expect(readFileSync(path, 'utf8')).toBe('{"first":true}\n{"second":true}\n');
    file.close();
  });

  it('goes on after the records that are there already', async () => {
    const path = await written([1]);
    const again = new NdjsonFile(path);
    again.append(2);
    again.close();
    expect(await readNdjson(path)).toEqual([1, 2]);
  });

  it('leaves out a last record that was cut off, wherever the cut is', async () => {
    const whole = `${JSON.stringify({ at: 1 })}\n${JSON.stringify({ at: 2, text: 'ü"\\' })}\n`;
    const path = join(await temporaryDirectory(), 'records.ndjson');
    const first = Buffer.byteLength(`${JSON.stringify({ at: 1 })}\n`);
    for (let length = first; length < Buffer.byteLength(whole) - 1; length += 1) {
      await writeFile(path, whole);
      await truncate(path, length);
      expect(await readNdjson(path)).toEqual([{ at: 1 }]);
    }
  });

  it('takes a last record that lacks only its newline', async () => {
    const path = await written([1]);
    await appendFile(path, '{"at":2}');
    expect(await readNdjson(path)).toEqual([1, { at: 2 }]);
  });

  it('refuses a broken record that is not the last', async () => {
    const path = join(await temporaryDirectory(), 'records.ndjson');
    await writeFile(path, '{"at":1\n{"at":2}\n');
    await expect(readNdjson(path)).rejects.toThrow(SyntaxError);
  });

  it('gives back any records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (records) => {
        expect(await readNdjson(await written(records))).toEqual(JSON.parse(JSON.stringify(records)));
      }),
      { numRuns: 20 },
    );
  });
});
