import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse as parseYaml, stringify as stringifyYaml } from 'yaml';
import { z } from 'zod';
import type { Checkpoint, RollbackResult, StoredObject, Surface } from '../model/observation.js';
import type { JournalRecord } from '../model/journal.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { Plan } from '../model/plan.js';
import type { RequestSecond } from '../model/request-second.js';
import type { LedgerEntry } from '../model/scenario.js';
import { stepNumber } from '../model/step-name.js';
import type { Verdict } from '../model/verdict.js';
import { writeFileAtomically } from '../support/atomic-file.js';
import { BadInputError, messageOf, RehearseError } from '../support/errors.js';
import { NdjsonFile, readNdjson } from '../support/ndjson.js';
import { KnownObjects, completeCheckpoints, readCheckpoint, writeCheckpoint } from './checkpoint-files.js';
import { rollbackSchema, storedObjectSchema, surfaceSchema } from './checkpoint-schemas.js';
import { OpenApiFiles } from './openapi-files.js';
import { broken, checked, parse, readJson, readText, unreadable, writeJson } from './json-file.js';
import { eachLine } from './line-file.js';
import { linkTree } from './link-tree.js';
import {
  expectedSchema,
  journalRecordSchema,
  oracleSchema,
  planSchema,
  requestSecondSchema,
  verdictSchema,
} from './run-schemas.js';
import { SavepointFiles } from './savepoint-files.js';
import { RUN_SCHEMA_VERSION, runInfoSchema, type RunInfo } from './run-info.js';

const FOLDERS = ['oracles', 'checkpoints', 'comparisons', 'logs'] as const;
const JOURNAL = 'journal.ndjson';
const REQUESTS = 'requests.ndjson';

/** Step names and oracle ids become file names, also when they were read from a plan.json that somebody else made. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** The files of one run; reports/README.md says what each holds. Everything in it is readable for its owner only. */
export class RunDirectory {
  /** Absolute. */
  readonly path: string;
  /** What the run can go on from. */
  readonly savepoints: SavepointFiles;
  /** One copy of what several checkpoints hold. */
  readonly #known = new KnownObjects();
  readonly #openapi: OpenApiFiles;

  private constructor(path: string) {
    this.path = path;
    this.savepoints = new SavepointFiles(join(path, 'savepoints'));
    this.#openapi = new OpenApiFiles(join(path, 'openapi'));
  }

  /**
   * Makes the directory, its parents and folders, and claims it. Refuses with a BadInputError what is not an empty
   * directory: reports of an earlier run are never mixed with another's.
   */
  static async create(path: string): Promise<RunDirectory> {
    const absolute = resolve(path);
    try {
      await mkdir(dirname(absolute), { recursive: true });
      await mkdir(absolute, { mode: 0o700 }).catch(unlessThere);
      if (!(await stat(absolute)).isDirectory()) throw refusal('out-not-a-directory', `${absolute} is a file`);
      if ((await readdir(absolute)).length > 0) throw refusal('out-not-empty', `${absolute} is not empty`);
      await chmod(absolute, 0o700);
      // Of two runs that were given the same empty directory only one can make this file.
      await (await open(join(absolute, JOURNAL), 'wx', 0o600)).close();
      for (const folder of FOLDERS) await mkdir(join(absolute, folder), { mode: 0o700 });
    } catch (error) {
      if (error instanceof RehearseError) throw error;
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw refusal('out-not-empty', `${absolute} is being used by another run, or lies below a file`, error);
      }
      throw refusal('out-unusable', `${absolute} cannot be used: ${messageOf(error)}`, error);
    }
    return new RunDirectory(absolute);
  }

  /** Opens what a run left, for judging or reporting. Fails with a BadInputError unless run.json and plan.json can be read. */
  static async open(path: string): Promise<RunDirectory> {
    const directory = new RunDirectory(resolve(path));
    const info = await directory.#versioned('run.json');
    checked(info, runInfoSchema, directory.at('run.json'));
    await directory.readPlan();
    return directory;
  }

  /** The absolute path of something in the directory. */
  at(...parts: readonly string[]): string {
    return join(this.path, ...parts);
  }

  /** The page for people. */
  get reportPage(): string {
    return this.at('report.html');
  }

  /** Where the components' logs go. */
  get logs(): string {
    return this.at('logs');
  }

  async writeInfo(info: RunInfo): Promise<void> {
    await writeJson(this.at('run.json'), info);
  }

  async readInfo(): Promise<RunInfo> {
    return readJson(this.at('run.json'), runInfoSchema);
  }

  /** The scenario file, byte for byte. */
  async writeScenario(yaml: string): Promise<void> {
    await writeFileAtomically(this.at('scenario.yaml'), yaml);
  }

  async readScenario(): Promise<string> {
    return readText(this.at('scenario.yaml'));
  }

  /** The ledger that the run is judged with: the project's entries for this pair and the scenario's own. */
  async writeExpected(expected: readonly LedgerEntry[]): Promise<void> {
    await writeFileAtomically(this.at('expected.yaml'), stringifyYaml({ schemaVersion: 1, expected }));
  }

  async readExpected(): Promise<readonly LedgerEntry[]> {
    const path = this.at('expected.yaml');
    const text = await readText(path);
    let value: unknown;
    try {
      value = parseYaml(text, { maxAliasCount: 0 });
    } catch (error) {
      throw broken(path, messageOf(error), error);
    }
    return checked(value, expectedSchema, path).expected;
  }

  async writePlan(plan: Plan): Promise<void> {
    await writeJson(this.at('plan.json'), plan);
  }

  async readPlan(): Promise<Plan> {
    const plan = checked(await this.#versioned('plan.json'), planSchema, this.at('plan.json'));
    for (const name of [...plan.steps.map((step) => step.name), ...plan.oracles.map(({ id }) => id)]) this.#safe(name);
    return plan;
  }

  /** The journal, open for appending; the caller closes it. */
  openJournal(): NdjsonFile {
    return new NdjsonFile(this.at(JOURNAL));
  }

  /** The journal's records. A last record that a killed run could not finish is left out. */
  async readJournal(): Promise<JournalRecord[]> {
    return readRecords(this.at(JOURNAL), journalRecordSchema);
  }

  /** The record of requests, open for appending; the caller closes it. */
  openRequests(): NdjsonFile {
    return new NdjsonFile(this.at(REQUESTS));
  }

  /** The seconds in which the harness asked the rehearsed API server something; none where nothing was recorded. */
  async readRequests(): Promise<RequestSecond[]> {
    const path = this.at(REQUESTS);
    return existsSync(path) ? readRecords(path, requestSecondSchema) : [];
  }

  /** What was seen of a fresh server. */
  async writeOracle(id: string, evidence: OracleEvidence): Promise<void> {
    const behaviour = await this.#openapi.put(evidence.behaviour);
    await writeJson(this.at('oracles', `${this.#safe(id)}.json`), { ...evidence, behaviour });
  }

  /** The oracles that were examined, by id; a run that was stopped may lack some of its plan's. */
  async readOracles(): Promise<Record<string, OracleEvidence>> {
    const folder = this.at('oracles');
    const names = await readdir(folder).catch((error: unknown) => {
      throw unreadable(folder, error);
    });
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const oracles: Record<string, OracleEvidence> = {};
    for (const id of ids.sort()) {
      const stored = await readJson(join(folder, `${id}.json`), oracleSchema);
      oracles[this.#safe(id)] = { ...stored, behaviour: await this.#openapi.get(stored.behaviour) };
    }
    return oracles;
  }

  async writeCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await writeCheckpoint(this.at('checkpoints', this.#safe(checkpoint.step)), checkpoint, this.#openapi);
  }

  async readCheckpoint(step: string): Promise<Checkpoint> {
    return readCheckpoint(this.at('checkpoints', this.#safe(step)), step, this.#openapi, this.#known);
  }

  /** What of a checkpoint can be read by itself, because all of it together may not fit into memory. */
  async readSurface(step: string, moment: 'arrival' | 'departure'): Promise<Surface> {
    return readJson(this.#inCheckpoint(step, `surface-${moment}.json`), surfaceSchema);
  }

  async readRollback(step: string): Promise<RollbackResult> {
    return readJson(this.#inCheckpoint(step, 'rollback.json'), rollbackSchema);
  }

  eachStoredObject(step: string, moment: 'arrival' | 'departure'): AsyncIterable<StoredObject> {
    return eachLine(this.#inCheckpoint(step, `store-${moment}.ndjson`), storedObjectSchema);
  }

  /**
   * Takes over another run's first stops, in their order: their checkpoints, these oracles, and what its journal says of them. The files
   * are the same on disk where the file system allows it; nobody changes them. Gives how far the journal's time has come, ms.
   */
  async adopt(other: RunDirectory, steps: readonly string[], oracles: readonly string[]): Promise<number> {
    const files = [
      ...steps.map((step) => ['checkpoints', this.#safe(step)]),
      ...oracles.map((id) => ['oracles', `${this.#safe(id)}.json`]),
      ['openapi'],
    ];
    for (const parts of files) await linkTree(other.at(...parts), this.at(...parts));
    const last = stepNumber(steps.at(-1) ?? '');
    const journal = this.openJournal();
    let time = 0;
    for (const record of await other.readJournal()) {
      const isOfThem = 'step' in record ? stepNumber(record.step) <= last : record.event === 'started';
      if (!isOfThem) continue;
      journal.append(record);
      time = Math.max(time, record.at);
    }
    journal.close();
    const requests = this.openRequests();
    for (const each of await other.readRequests()) if (each.second * 1000 < time) requests.append(each);
    requests.close();
    return time;
  }

  /** The stops that were observed to their end, in order; a run that was stopped has fewer than its plan. */
  async checkpointSteps(): Promise<string[]> {
    return completeCheckpoints(this.at('checkpoints'));
  }

  /** What was found at one stop. */
  async writeComparison(step: string, comparison: object): Promise<void> {
    await mkdir(this.at('comparisons'), { recursive: true, mode: 0o700 });
    await writeJson(this.at('comparisons', `${this.#safe(step)}.json`), comparison);
  }

  async writeVerdict(verdict: Verdict): Promise<void> {
    await writeJson(this.at('verdict.json'), verdict);
  }

  async readVerdict(): Promise<Verdict> {
    return checked(await this.#versioned('verdict.json'), verdictSchema, this.at('verdict.json'));
  }

  async writeSummary(markdown: string): Promise<void> {
    await writeFileAtomically(this.at('summary.md'), markdown);
  }

  async writeReportPage(html: string): Promise<void> {
    await writeFileAtomically(this.reportPage, html);
  }

  async writeJunit(xml: string): Promise<void> {
    await writeFileAtomically(this.at('junit.xml'), xml);
  }

  /** A file's JSON, once its `schemaVersion` is one that this program knows. */
  async #versioned(name: string): Promise<unknown> {
    const path = this.at(name);
    const value = parse(await readText(path), path);
    const { schemaVersion } = checked(value, z.looseObject({ schemaVersion: z.number() }), path);
    if (schemaVersion === RUN_SCHEMA_VERSION) return value;
    throw new BadInputError({
      code: 'run-directory-version',
      message: `${path} has schemaVersion ${schemaVersion}, and this kube-rehearse reads ${RUN_SCHEMA_VERSION}`,
      remedy: 'use the release of kube-rehearse that wrote it (harnessVersion in run.json)',
    });
  }

  #inCheckpoint(step: string, file: string): string {
    return this.at('checkpoints', this.#safe(step), file);
  }

  #safe(name: string): string {
    if (SAFE_NAME.test(name)) return name;
    throw broken(this.path, `${JSON.stringify(name)} cannot be the name of a file`);
  }
}

/** The records of a file to which a run appends. */
async function readRecords<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const records = await readNdjson<unknown>(path).catch((error: unknown) => {
    throw error instanceof SyntaxError ? broken(path, messageOf(error), error) : unreadable(path, error);
  });
  return records.map((value, at) => checked(value, schema, `${path}: record ${at + 1}`));
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function refusal(code: string, message: string, cause?: unknown): BadInputError {
  const remedy = 'give another directory with --out, or empty this one';
  return new BadInputError({ code, message: `the run cannot be written: ${message}`, remedy, cause });
}
