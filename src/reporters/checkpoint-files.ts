import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadHistory } from '../model/load.js';
import type { Checkpoint, PodCount, ServedObject, StoredObject } from '../model/observation.js';
import { stepNumber } from '../model/step-name.js';
import { Interner } from '../support/interner.js';
import { broken, readJson, unreadable, writeJson } from './json-file.js';
import { readLines, writeLines } from './line-file.js';
import type { OpenApiFiles } from './openapi-files.js';
import {
  behaviourSchema,
  checkpointMarkSchema,
  componentsSchema,
  loadWriteSchema,
  loggedWriteSchema,
  podCountSchema,
  problemsSchema,
  rollbackSchema,
  servedObjectSchema,
  storedObjectSchema,
  surfaceSchema,
  watchRecordSchema,
  waveSchema,
} from './checkpoint-schemas.js';

/** Objects that checkpoints of one run have in common; give the same one to every read of a run. */
export class KnownObjects {
  readonly stored = new Interner<StoredObject>();
  readonly served = new Interner<ServedObject>();
}

/** Written when everything else is there: a folder without it is what a killed run left of a stop. */
const MARK = 'checkpoint.json';

/** Writes one stop's checkpoint into `folder`, which is made when missing. An earlier one in the same place is replaced. */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint, openapi: OpenApiFiles): Promise<void> {
  const { components, behaviour, arrival, departure, wave, rollback, load, step } = checkpoint;
  const at = (name: string) => join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(at(MARK), { force: true });
  await writeJson(at('components.json'), components);
  await writeJson(at('surface-arrival.json'), arrival.surface);
  await writeJson(at('surface-departure.json'), departure.surface);
  await writeJson(at('behaviour.json'), await openapi.put(behaviour));
  await writeJson(at('problems.json'), {
    arrival: arrival.problems,
    departure: departure.problems,
    ...(load && { load: load.problems }),
  });
  await writeJson(at('wave.json'), wave);
  await writeJson(at('rollback.json'), rollback);
  const records = {
    'store-arrival': await writeLines(at('store-arrival.ndjson'), arrival.store),
    'store-departure': await writeLines(at('store-departure.ndjson'), departure.store),
    'served-arrival': await writeLines(at('served-arrival.ndjson'), arrival.served),
    'served-departure': await writeLines(at('served-departure.ndjson'), departure.served),
    ...(arrival.counts && { 'counts-arrival': await writeLines(at('counts-arrival.ndjson'), arrival.counts) }),
    ...(departure.counts && { 'counts-departure': await writeLines(at('counts-departure.ndjson'), departure.counts) }),
    ...(load && {
      'load-writes': await writeLines(at('load-writes.ndjson'), load.writes),
      'load-log': await writeLines(at('load-log.ndjson'), load.log),
      'load-watches': await writeLines(at('load-watches.ndjson'), load.watches),
    }),
  };
  await writeJson(at(MARK), { schemaVersion: 1, step, records });
}

/**
 * Reads a checkpoint back, deep-equal to what was written. A missing, damaged or cut file, and a checkpoint that was never
 * completed, is a BadInputError that names the file.
 */
export async function readCheckpoint(
  folder: string,
  step: string,
  openapi: OpenApiFiles,
  known: KnownObjects = new KnownObjects(),
): Promise<Checkpoint> {
  const at = (name: string) => join(folder, name);
  const mark = await readJson(at(MARK), checkpointMarkSchema);
  if (mark.step !== step) throw broken(at(MARK), `it is the checkpoint of ${mark.step}, not of ${step}`);
  const problems = await readJson(at('problems.json'), problemsSchema);
  const load = await readLoad();
  return {
    step,
    ...(load && { load }),
    components: await readJson(at('components.json'), componentsSchema),
    arrival: await readObservation('arrival'),
    behaviour: await openapi.get(await readJson(at('behaviour.json'), behaviourSchema)),
    departure: await readObservation('departure'),
    wave: await readJson(at('wave.json'), waveSchema),
    rollback: await readJson(at('rollback.json'), rollbackSchema),
  };

  async function readLoad(): Promise<LoadHistory | undefined> {
    const { 'load-writes': writes, 'load-log': log, 'load-watches': watches } = mark.records;
    if (writes === undefined || log === undefined || watches === undefined) return undefined;
    return {
      writes: await readLines(at('load-writes.ndjson'), loadWriteSchema, writes),
      log: await readLines(at('load-log.ndjson'), loggedWriteSchema, log),
      watches: await readLines(at('load-watches.ndjson'), watchRecordSchema, watches),
      problems: problems.load ?? [],
    };
  }

  async function readObservation(moment: 'arrival' | 'departure') {
    const counts = mark.records[`counts-${moment}`];
    return {
      surface: await readJson(at(`surface-${moment}.json`), surfaceSchema),
      store: await readLines(
        at(`store-${moment}.ndjson`),
        storedObjectSchema,
        mark.records[`store-${moment}`],
        known.stored,
      ),
      served: await readLines(
        at(`served-${moment}.ndjson`),
        servedObjectSchema,
        mark.records[`served-${moment}`],
        known.served,
      ),
      ...(counts !== undefined && {
        counts: await readLines(at(`counts-${moment}.ndjson`), podCountSchema, counts, new Interner<PodCount>()),
      }),
      problems: problems[moment],
    };
  }
}

/** The stops below `folder` whose checkpoint is complete, in the order of their numbers. */
export async function completeCheckpoints(folder: string): Promise<string[]> {
  try {
    const marked = (await readdir(folder, { recursive: true })).map((path) => path.split('/'));
    const steps = marked.filter(([, file, more]) => file === MARK && more === undefined).map(([step]) => step!);
    return steps.sort((a, b) => stepNumber(a) - stepNumber(b) || (a < b ? -1 : 1));
  } catch (error) {
    throw unreadable(folder, error);
  }
}
