import { statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Checkpoint, Json, Observation, StoredObject } from '../model/observation.js';
import { BadInputError } from '../support/errors.js';
import * as files from './checkpoint-files.js';
import { OpenApiFiles } from './openapi-files.js';
import { readLines, writeLines } from './line-file.js';
import { sampleCheckpoint } from './testing/sample-run.js';
import { anyCharacter, anyText } from './testing/any-text.js';

const STEP = '02-emulation-upgrade';
let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

const openapi = (): OpenApiFiles => new OpenApiFiles(join(base, 'openapi'));
const writeCheckpoint = (folder: string, checkpoint: Checkpoint): Promise<void> =>
  files.writeCheckpoint(folder, checkpoint, openapi());
const readCheckpoint = (folder: string, step: string): Promise<Checkpoint> =>
  files.readCheckpoint(folder, step, openapi());
const { completeCheckpoints } = files;

const text = anyText({ maxLength: 8 });
const content = fc.jsonValue({ stringUnit: anyCharacter, maxDepth: 3 }) as fc.Arbitrary<Json>;
const stored: fc.Arbitrary<StoredObject> = fc.record({
  key: text,
  createRevision: fc.nat(),
  modRevision: fc.nat(),
  sha256: text,
  encoding: fc.constantFrom('protobuf', 'json', 'encrypted', 'unknown'),
  apiVersion: text,
  kind: text,
  content,
  unknownFields: fc.array(text, { maxLength: 2 }),
});
const resource = fc.record({
  groupVersion: text,
  resource: text,
  kind: text,
  namespaced: fc.boolean(),
  verbs: fc.array(text, { maxLength: 3 }),
  shortNames: fc.array(text, { maxLength: 1 }),
  categories: fc.array(text, { maxLength: 1 }),
  storageVersionHash: text,
  custom: fc.boolean(),
});
const observation: fc.Arbitrary<Observation> = fc
  .record({
    surface: fc.record({ resources: fc.array(resource, { maxLength: 3 }) }),
    store: fc.array(stored, { maxLength: 4 }),
    served: fc.array(fc.record({ groupVersion: text, resource: text, namespace: text, name: text, content }), {
      maxLength: 4,
    }),
    problems: fc.array(fc.record({ probe: text, subject: text, message: text }), { maxLength: 2 }),
  })
  // Through text once, as everything a server says: no negative zero, no objects without a prototype.
  .map((value) => JSON.parse(JSON.stringify(value)) as Observation);

async function refusal(work: Promise<unknown>): Promise<BadInputError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BadInputError);
  return error as BadInputError;
}

describe('a checkpoint', () => {
  it('is the same after writing and reading', async () => {
    const checkpoint = sampleCheckpoint(STEP);
    await writeCheckpoint(join(base, STEP), checkpoint);
    expect(await readCheckpoint(join(base, STEP), STEP)).toStrictEqual(checkpoint);
  });

  it('is the same after writing and reading, whatever was observed', async () => {
    const folder = join(base, STEP);
    const property = fc.asyncProperty(observation, observation, async (arrival, departure) => {
      const checkpoint = sampleCheckpoint(STEP, { arrival, departure });
      await writeCheckpoint(folder, checkpoint);
      expect(await readCheckpoint(folder, STEP)).toStrictEqual(checkpoint);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('keeps fields that this program does not know', async () => {
    const checkpoint = sampleCheckpoint(STEP);
    const newer = { ...checkpoint, rollback: { ...checkpoint.rollback, later: ['x'] } };
    await writeCheckpoint(join(base, STEP), newer);
    expect(await readCheckpoint(join(base, STEP), STEP)).toStrictEqual(newer);
  });

  it('names the file, and the line, of any damage', async () => {
    const folder = join(base, STEP);
    await writeCheckpoint(folder, sampleCheckpoint(STEP));
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const whole = await readFile(path, 'utf8');
      for (const damaged of [whole.slice(0, -4), '', '"x"\n', whole.replace('{', '{{')]) {
        await writeFile(path, damaged);
        expect((await refusal(readCheckpoint(folder, STEP))).message).toContain(path);
      }
      await rm(path);
      expect((await refusal(readCheckpoint(folder, STEP))).message).toBe(`${path} is missing`);
      await writeFile(path, whole);
    }
    await writeFile(join(folder, 'store-arrival.ndjson'), `${JSON.stringify({ key: 'x' })}\n`);
    expect((await refusal(readCheckpoint(folder, STEP))).message).toContain('store-arrival.ndjson:1 is broken');
  });

  it('does not take objects cut off at the end of a line for objects that the cluster lost', async () => {
    const folder = join(base, STEP);
    await writeCheckpoint(folder, sampleCheckpoint(STEP));
    const path = join(folder, 'store-departure.ndjson');
    const [first] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${first}\n`);
    const error = await refusal(readCheckpoint(folder, STEP));
    expect(error.message).toBe(`${path} is broken: it holds 1 records where 2 were written`);
  });

  it('is refused in the place of another stop', async () => {
    await writeCheckpoint(join(base, '01-binary-upgrade'), sampleCheckpoint(STEP));
    const error = await refusal(readCheckpoint(join(base, '01-binary-upgrade'), '01-binary-upgrade'));
    expect(error.message).toContain(`the checkpoint of ${STEP}`);
  });

  it('counts as made only when it is complete, and stops come in the order of their numbers', async () => {
    for (const step of ['10-finalize', '9-binary-upgrade', '00-baseline']) {
      await writeCheckpoint(join(base, step), sampleCheckpoint(step));
    }
    await rm(join(base, '9-binary-upgrade', 'checkpoint.json'));
    expect(await completeCheckpoints(base)).toEqual(['00-baseline', '10-finalize']);
    await writeCheckpoint(join(base, '9-binary-upgrade'), sampleCheckpoint('9-binary-upgrade'));
    expect(await completeCheckpoints(base)).toEqual(['00-baseline', '9-binary-upgrade', '10-finalize']);
  });
});

describe('a line file', () => {
  it('goes to disk while its records are still being made', async () => {
    const path = join(base, 'x.ndjson');
    const temporary = `${path}.${process.pid}.tmp`;
    const onDisk: number[] = [];
    function* records() {
      for (let at = 0; at < 20_000; at += 1) {
        if (at % 5_000 === 0) onDisk.push(statSync(temporary).size);
        yield { at, text: 'x'.repeat(100) };
      }
    }
    expect(await writeLines(path, records())).toBe(20_000);
    const [start, ...later] = onDisk;
    expect(start).toBe(0);
    expect(later.every((size, at) => size > (onDisk[at] ?? 0))).toBe(true);
    expect(await readLines(path, z.looseObject({ at: z.number() }), 20_000)).toHaveLength(20_000);
  });

  it('leaves nothing behind when its records fail half-way', async () => {
    function* records() {
      yield { fine: true };
      throw new Error('the probe failed');
    }
    await expect(writeLines(join(base, 'x.ndjson'), records())).rejects.toThrow('the probe failed');
    expect(await readdir(base)).toEqual([]);
  });

  it('reads lines that are longer than what is read at once, and characters across the border', async () => {
    const records = [{ text: 'é'.repeat(300_000) }, { text: 'x' }, { text: '🙂'.repeat(200_000) }];
    const path = join(base, 'x.ndjson');
    await writeLines(path, records);
    expect(await readLines(path, z.looseObject({ text: z.string() }), 3)).toEqual(records);
  });
});
