import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadInputError } from '../support/errors.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { RunDirectory, writeReports } from './index.js';
import {
  HOSTILE,
  sampleCheckpoint,
  sampleEntry,
  sampleFinding,
  sampleInfo,
  sampleOracle,
  samplePlan,
  sampleSentences,
  sampleVerdict,
} from './testing/sample-run.js';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'run-directory-'));
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function refusal(work: Promise<unknown>): Promise<BadInputError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BadInputError);
  return error as BadInputError;
}

async function startedRun(name = 'run'): Promise<RunDirectory> {
  const directory = await RunDirectory.create(join(base, name));
  await directory.writeInfo(sampleInfo());
  await directory.writePlan(samplePlan());
  return directory;
}

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('RunDirectory.create', () => {
  it('makes the directory and its parents, for the owner only', async () => {
    const directory = await RunDirectory.create(join(base, 'a', 'b'));
    expect(await modeOf(directory.path)).toBe(0o700);
    expect(await modeOf(directory.logs)).toBe(0o700);
  });

  it('takes an empty directory that is there, and closes it to others', async () => {
    await chmod(base, 0o755);
    const directory = await RunDirectory.create(base);
    expect(await modeOf(directory.path)).toBe(0o700);
  });

  it('refuses a directory with something in it, and leaves that alone', async () => {
    await writeFile(join(base, 'precious'), 'x');
    const error = await refusal(RunDirectory.create(base));
    expect(error.code).toBe('out-not-empty');
    expect(error.message).toContain(base);
    expect(error.remedy).toContain('--out');
    expect(await readdir(base)).toEqual(['precious']);
  });

  it('refuses a file, and a place below a file', async () => {
    await writeFile(join(base, 'file'), 'x');
    expect((await refusal(RunDirectory.create(join(base, 'file')))).code).toBe('out-not-a-directory');
    await refusal(RunDirectory.create(join(base, 'file', 'run')));
  });

  it('gives an empty directory to one of two runs only', async () => {
    const both = await Promise.allSettled([RunDirectory.create(base), RunDirectory.create(base)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('RunDirectory.open', () => {
  it('opens what a run wrote', async () => {
    const written = await startedRun();
    const opened = await RunDirectory.open(written.path);
    expect(await opened.readInfo()).toEqual(sampleInfo());
    expect(await opened.readPlan()).toEqual(samplePlan());
  });

  it('names the file that is missing', async () => {
    const error = await refusal(RunDirectory.open(base));
    expect(error.message).toBe(`${join(base, 'run.json')} is missing`);
  });

  it.each([
    ['cut', '{"schemaVersion": 1, "scen'],
    ['of another kind', '[]'],
    ['without a field', '{"schemaVersion": 1}'],
  ])('names a file that is %s', async (_, content) => {
    const { path, at } = { path: join(base, 'run'), at: (name: string) => join(base, 'run', name) };
    await startedRun();
    for (const name of ['run.json', 'plan.json']) {
      const before = await readFile(at(name), 'utf8');
      await writeFile(at(name), content);
      const error = await refusal(RunDirectory.open(path));
      expect(error.code).toBe('run-directory-broken');
      expect(error.message).toContain(at(name));
      await writeFile(at(name), before);
    }
  });

  it('refuses files of another schema version and says which release to use', async () => {
    const directory = await startedRun();
    await writeFile(directory.at('plan.json'), '{"schemaVersion": 2, "everything": "else"}');
    const error = await refusal(RunDirectory.open(directory.path));
    expect(error.code).toBe('run-directory-version');
    expect(error.message).toContain('schemaVersion 2');
    expect(error.remedy).toContain('harnessVersion');
  });

  it('refuses a plan whose names would lead out of the directory', async () => {
    const directory = await startedRun();
    const [first] = samplePlan().steps;
    for (const name of ['../../elsewhere', '/etc', '.', '..', 'a/b', '', 'a\u0000']) {
      await directory.writePlan(samplePlan({ steps: [{ ...first!, name }] }));
      expect((await refusal(RunDirectory.open(directory.path))).message).toContain(JSON.stringify(name));
    }
  });
});

describe('the files of a run', () => {
  it('are readable for their owner only', async () => {
    const directory = await startedRun();
    await directory.writeScenario('kind: Rehearsal\n');
    await directory.writeExpected([sampleEntry()]);
    await directory.writeOracle('real-1.36', sampleOracle());
    await directory.writeCheckpoint(sampleCheckpoint('00-baseline'));
    await writeReports(directory, samplePlan(), sampleVerdict(), sampleSentences());
    for (const entry of await readdir(directory.path, { recursive: true, withFileTypes: true })) {
      expect([entry.name, await modeOf(join(entry.parentPath, entry.name))]).toEqual([
        entry.name,
        entry.isDirectory() ? 0o700 : 0o600,
      ]);
      expect(entry.name).not.toContain('.tmp');
    }
  });

  it('give the ledger back as it was written, hostile text included', async () => {
    const directory = await startedRun();
    const entries = [
      sampleEntry(),
      sampleEntry({
        id: '1.30',
        path: '',
        subject: HOSTILE.replace('\ud800', ''),
        reason: 'a: b # c\n- d',
        source: '*x &y',
      }),
    ];
    await directory.writeExpected(entries);
    expect(await directory.readExpected()).toEqual(entries);
  });

  it('name a broken ledger', async () => {
    const directory = await startedRun();
    for (const text of ['a: [', 'schemaVersion: 1\nexpected: [{id: x}]', 'schemaVersion: 1\nexpected: [&a {}, *a]']) {
      await writeFile(directory.at('expected.yaml'), text);
      expect((await refusal(directory.readExpected())).message).toContain('expected.yaml is broken');
    }
  });

  it('give the scenario back byte for byte', async () => {
    const directory = await startedRun();
    await directory.writeScenario('# comment\r\nname: x');
    expect(await directory.readScenario()).toBe('# comment\r\nname: x');
  });

  it('keep journal records in order, and forget a last one that was cut', async () => {
    const directory = await startedRun();
    const journal = directory.openJournal();
    journal.append({ type: 'intent', at: 1, step: '00-baseline', action: 'provision' });
    journal.append({ type: 'result', at: 9, step: '00-baseline', action: 'provision', ok: true, ms: 8, message: '' });
    journal.close();
    const path = directory.at('journal.ndjson');
    await truncate(path, (await stat(path)).size - 3);
    expect(await directory.readJournal()).toEqual([
      { type: 'intent', at: 1, step: '00-baseline', action: 'provision' },
    ]);
  });

  it('keep what was recorded of requests, have none where nothing was, and name a record of another shape', async () => {
    const directory = await startedRun();
    expect(await directory.readRequests()).toEqual([]);
    const seconds = [
      { second: 0, requests: 3, errors: 0, median: 1.5, p99: 9 },
      { second: 7, requests: 1, errors: 1, median: 30, p99: 30 },
    ];
    const requests = directory.openRequests();
    for (const each of seconds) requests.append(each);
    requests.close();
    expect(await directory.readRequests()).toEqual(seconds);
    await writeFile(directory.at('requests.ndjson'), '{"second":-1}\n');
    expect((await refusal(directory.readRequests())).message).toContain('requests.ndjson: record 1 is broken');
  });

  it('hand over the requests of the stops that another run takes over, and no later ones', async () => {
    const base = await startedRun();
    const journal = base.openJournal();
    journal.append({ type: 'run', at: 0, event: 'started', message: '' });
    journal.append({ type: 'intent', at: 5_500, step: '00-baseline', action: 'wave' });
    journal.append({ type: 'intent', at: 9_000, step: '01-null-restart', action: 'wave' });
    journal.close();
    const requests = base.openRequests();
    for (const second of [1, 5, 6, 9]) requests.append({ second, requests: 1, errors: 0, median: 1, p99: 1 });
    requests.close();
    for (const folder of ['checkpoints/00-baseline', 'openapi'])
      await mkdir(base.at(...folder.split('/')), { recursive: true });
    const other = await RunDirectory.create(join(await temporaryDirectory(), 'other'));
    await other.adopt(base, ['00-baseline'], []);
    expect((await other.readRequests()).map(({ second }) => second)).toEqual([1, 5]);
  });

  it('name a journal that is broken in its middle', async () => {
    const directory = await startedRun();
    await writeFile(directory.at('journal.ndjson'), '{"intent"\n{"intent": 2}\n');
    expect((await refusal(directory.readJournal())).message).toContain('journal.ndjson is broken');
  });

  it('name a journal record of another shape', async () => {
    const directory = await startedRun();
    await writeFile(
      directory.at('journal.ndjson'),
      '{"type":"run","at":0,"event":"started","message":""}\n{"type":"run"}\n',
    );
    expect((await refusal(directory.readJournal())).message).toContain('journal.ndjson: record 2 is broken');
  });

  it('name an oracle that is broken, and leave one out that was never examined', async () => {
    const directory = await startedRun();
    expect(await directory.readOracles()).toEqual({});
    await writeFile(directory.at('oracles', 'real-1.36.json'), '{"surface": {}}');
    expect((await refusal(directory.readOracles())).message).toContain('real-1.36.json is broken');
  });

  it('give an oracle and a verdict back', async () => {
    const directory = await startedRun();
    await directory.writeOracle('real-1.36', sampleOracle());
    expect(await directory.readOracles()).toEqual({ 'real-1.36': sampleOracle() });
    const verdict = sampleVerdict({ outcome: 'fail', findings: [sampleFinding({ before: HOSTILE })] });
    await directory.writeVerdict(verdict);
    expect(await directory.readVerdict()).toEqual(verdict);
  });
});

describe('writeReports', () => {
  it('writes the verdict, its texts, and the findings of every stop', async () => {
    const directory = await startedRun();
    const verdict = sampleVerdict({ outcome: 'fail', findings: [sampleFinding()] });
    await writeReports(directory, samplePlan(), verdict, sampleSentences());
    expect(await directory.readVerdict()).toEqual(verdict);
    expect(await readFile(directory.at('summary.md'), 'utf8')).toContain('# ladder: fail, 1 violation');
    expect(await readFile(directory.at('junit.xml'), 'utf8')).toContain('fail, 1 violation');
    expect((await readdir(directory.at('comparisons'))).sort()).toEqual(
      samplePlan().steps.map(({ name }) => `${name}.json`),
    );
    const comparison = JSON.parse(
      await readFile(directory.at('comparisons', '01-binary-upgrade.json'), 'utf8'),
    ) as object;
    expect(comparison).toMatchObject({ step: '01-binary-upgrade', findings: [sampleFinding()], expected: [] });
  });

  it('gives the same bytes when a run is judged again', async () => {
    const directory = await startedRun();
    const names = ['verdict.json', 'summary.md', 'junit.xml', 'comparisons/00-baseline.json'];
    const bytes = () => Promise.all(names.map((name) => readFile(directory.at(name), 'utf8')));
    await writeReports(directory, samplePlan(), sampleVerdict(), sampleSentences());
    const first = await bytes();
    const again = await RunDirectory.open(directory.path);
    await writeReports(again, await again.readPlan(), await again.readVerdict(), sampleSentences());
    expect(await bytes()).toEqual(first);
  });

  it('keeps the verdict where the page cannot be written', async () => {
    const directory = await startedRun();
    await mkdir(directory.reportPage);
    await expect(writeReports(directory, samplePlan(), sampleVerdict(), sampleSentences())).rejects.toThrow();
    expect(await directory.readVerdict()).toEqual(sampleVerdict());
  });

  it('works in a directory whose comparisons folder was left out of a copy', async () => {
    const directory = await startedRun();
    await rm(directory.at('comparisons'), { recursive: true });
    await writeReports(directory, samplePlan(), sampleVerdict(), sampleSentences());
    expect(await readdir(directory.at('comparisons'))).toHaveLength(samplePlan().steps.length);
    await mkdir(join(base, 'unrelated'));
  });
});
