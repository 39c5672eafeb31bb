import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { identifyProcess, isAlive, type ProcessIdentity } from './proc.js';
import {
  OwnRunRecord,
  findLeftovers,
  findOwnerlessWork,
  removeLeftover,
  stateDirectory,
  type RunRecord,
} from './run-records.js';
import { LIVES, childProgram } from './testing/child-program.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

let state = '';

beforeEach(async () => {
  state = await temporaryDirectory();
  vi.stubEnv('KUBE_REHEARSE_STATE', state);
  return () => vi.unstubAllEnvs();
});

async function identityOfDead(): Promise<ProcessIdentity> {
  const child = await childProgram(LIVES);
  const identity = identifyProcess(child.pid);
  await child.kill();
  if (!identity) throw new Error('the child was never seen');
  return identity;
}

/** The record and the work directory of a run whose harness was killed. */
async function deadRun(id: string, processes: readonly ProcessIdentity[] = []): Promise<RunRecord> {
  const workDirectory = join(state, 'work', id);
  await mkdir(join(workDirectory, 'etcd'), { recursive: true });
  await writeFile(join(workDirectory, 'etcd', 'db'), 'data');
  await mkdir(join(state, 'runs'), { recursive: true });
  const record = { id, harness: await identityOfDead(), workDirectory, processes };
  await writeFile(join(state, 'runs', `${id}.json`), JSON.stringify(record));
  return record;
}

async function filesIn(path: string): Promise<string[]> {
  return (await readdir(join(state, path)).catch(() => [])).sort();
}

/** These runs have no kind cluster. */
const noCluster = (): Promise<void> => Promise.reject(new Error('no cluster is to be removed'));

describe('the record of a living run', () => {
  it('is on disk before anything else and names what the run owns', async () => {
    const workDirectory = join(state, 'work', 'mine');
    const own = await OwnRunRecord.create('mine', workDirectory);
    const child = await childProgram(LIVES);
    await own.addProcess(child.pid);
    expect(JSON.parse(await readFile(join(state, 'runs', 'mine.json'), 'utf8'))).toEqual({
      id: 'mine',
      harness: identifyProcess(process.pid),
      workDirectory,
      processes: [identifyProcess(child.pid)],
    });
    expect((await stat(join(state, 'runs'))).mode & 0o777).toBe(0o700);
    await own.remove();
    expect(await filesIn('runs')).toEqual([]);
  });

  it('names every process when several are added at once', async () => {
    const own = await OwnRunRecord.create('mine', join(state, 'work', 'mine'));
    const children = await Promise.all([childProgram(LIVES), childProgram(LIVES), childProgram(LIVES)]);
    await Promise.all(children.map(({ pid }) => own.addProcess(pid)));
    const { processes } = JSON.parse(await readFile(join(state, 'runs', 'mine.json'), 'utf8')) as RunRecord;
    expect(processes.map(({ pid }) => pid).sort()).toEqual(children.map(({ pid }) => pid).sort());
    expect(await filesIn('runs')).toEqual(['mine.json']);
  });

  it('forgets processes that have ended', async () => {
    const own = await OwnRunRecord.create('mine', join(state, 'work', 'mine'));
    const [first, second] = await Promise.all([childProgram(LIVES), childProgram(LIVES)]);
    await own.addProcess(first.pid);
    await first.kill();
    await own.addProcess(second.pid);
    const { processes } = JSON.parse(await readFile(join(state, 'runs', 'mine.json'), 'utf8')) as RunRecord;
    expect(processes).toEqual([identifyProcess(second.pid)]);
  });

  it('does not come back once it is removed', async () => {
    const own = await OwnRunRecord.create('mine', join(state, 'work', 'mine'));
    const adding = own.addProcess(process.pid);
    await own.remove();
    await adding;
    await own.addProcess(process.pid);
    expect(await filesIn('runs')).toEqual([]);
  });

  it('is no leftover', async () => {
    await OwnRunRecord.create('mine', join(state, 'work', 'mine'));
    await mkdir(join(state, 'work', 'mine'), { recursive: true });
    expect(await findLeftovers()).toEqual([]);
    expect(await findOwnerlessWork()).toEqual([]);
  });
});

describe('what a dead run left', () => {
  it('is found with the processes that still live', async () => {
    const [living, dead] = [await childProgram(LIVES), await identityOfDead()];
    const identity = identifyProcess(living.pid);
    const record = await deadRun('gone', [dead, ...(identity ? [identity] : [])]);
    expect(await findLeftovers()).toEqual([{ record, livingProcesses: [identity] }]);
  });

  it('is removed: processes, work directory and record', async () => {
    const child = await childProgram(LIVES);
    const identity = identifyProcess(child.pid);
    if (!identity) throw new Error('the child is not there');
    await deadRun('gone', [identity]);
    for (const leftover of await findLeftovers()) await removeLeftover(leftover, noCluster);
    expect(isAlive(identity)).toBe(false);
    expect(await filesIn('work')).toEqual([]);
    expect(await filesIn('runs')).toEqual([]);
    expect(await findLeftovers()).toEqual([]);
  });

  it('includes a process that was started but not yet written down', async () => {
    const record = await deadRun('gone');
    const child = await childProgram(LIVES, [`--data-dir=${record.workDirectory}/etcd`]);
    const identity = identifyProcess(child.pid);
    const [leftover] = await findLeftovers();
    expect(leftover?.livingProcesses).toEqual([identity]);
    if (leftover) await removeLeftover(leftover, noCluster);
    expect(identity && isAlive(identity)).toBe(false);
  });

  it('includes a record that was half written when the harness was killed', async () => {
    await deadRun('gone');
    await writeFile(join(state, 'runs', 'gone.json.4711-3.tmp'), '{"id":"go');
    for (const leftover of await findLeftovers()) await removeLeftover(leftover, noCluster);
    expect(await filesIn('runs')).toEqual([]);
  });

  it('is no other process that has got a pid of the run', async () => {
    const child = await childProgram(LIVES);
    const identity = identifyProcess(child.pid);
    await deadRun('gone', [{ pid: child.pid, startTicks: '1' }]);
    const [leftover] = await findLeftovers();
    expect(leftover?.livingProcesses).toEqual([]);
    if (leftover) await removeLeftover(leftover, noCluster);
    expect(identity && isAlive(identity)).toBe(true);
  });

  it('is removed beside a living run, which is left alone', async () => {
    await OwnRunRecord.create('alive', join(state, 'work', 'alive'));
    await mkdir(join(state, 'work', 'alive'), { recursive: true });
    await deadRun('gone');
    const leftovers = await findLeftovers();
    expect(leftovers.map(({ record }) => record.id)).toEqual(['gone']);
    for (const leftover of leftovers) await removeLeftover(leftover, noCluster);
    expect(await filesIn('runs')).toEqual(['alive.json']);
    expect(await filesIn('work')).toEqual(['alive']);
  });

  it('may be a work directory without a record', async () => {
    await mkdir(join(state, 'work', 'orphan'), { recursive: true });
    await deadRun('gone');
    expect(await findOwnerlessWork()).toEqual([join(state, 'work', 'orphan')]);
  });

  it('is nothing where nothing ever ran', async () => {
    vi.stubEnv('KUBE_REHEARSE_STATE', join(state, 'never-made'));
    expect(await findLeftovers()).toEqual([]);
    expect(await findOwnerlessWork()).toEqual([]);
  });
});

describe('the state directory', () => {
  it('is moved by KUBE_REHEARSE_STATE, unless that is empty', () => {
    expect(stateDirectory()).toBe(state);
    vi.stubEnv('KUBE_REHEARSE_STATE', '');
    expect(stateDirectory()).toMatch(/kube-rehearse.*state$/);
  });
});
