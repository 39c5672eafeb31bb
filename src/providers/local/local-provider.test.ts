import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { KUBE_COMPONENTS } from '../../model/component.js';
import type { Launch } from '../../model/plan.js';
import { temporaryDirectory } from '../../support/testing/temporary-directory.js';
import type { ProgramLookup, ProvisionRequest } from '../cluster.js';
import { LocalProvider } from './local-provider.js';

const KWOK = '0.8.0';
const SETTINGS = { extraArgs: {}, env: {} };
const LAUNCH: Launch = {
  version: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
  components: { 'kube-apiserver': SETTINGS, 'kube-controller-manager': SETTINGS, 'kube-scheduler': SETTINGS },
};

async function request(programs: ProgramLookup): Promise<ProvisionRequest> {
  const state = await temporaryDirectory();
  vi.stubEnv('KUBE_REHEARSE_STATE', state);
  onTestFinished(() => void vi.unstubAllEnvs());
  return {
    id: 'test',
    workDirectory: join(state, 'work', 'test'),
    logDirectory: join(state, 'logs'),
    launch: LAUNCH,
    etcdVersion: '3.6.8',
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: 1,
    programs,
  };
}

async function leftBy({ workDirectory, logDirectory }: ProvisionRequest): Promise<string[]> {
  const state = join(logDirectory, '..');
  const entries = await readdir(state, { recursive: true });
  return entries
    .filter((entry) => !['runs', 'work', 'logs'].includes(entry) && !entry.startsWith('logs/'))
    .concat((await readdir(join(workDirectory, '..'))).map((name) => `work/${name}`));
}

describe('a cluster that cannot be made', () => {
  it('leaves nothing when a program is not there', async () => {
    const wanted = await request(() => Promise.reject(new Error('etcd 3.6.8 was not made ready')));
    await expect(new LocalProvider(KWOK).provision(wanted)).rejects.toThrow('was not made ready');
    expect(await leftBy(wanted)).toEqual([]);
  });

  it('leaves nothing when its snapshot cannot be restored', async () => {
    const wanted = await request(async () => ({ path: '/bin/false', sha256: '' }));
    const provision = new LocalProvider(KWOK).provision({ ...wanted, restoreFrom: '/nowhere/snapshot' });
    await expect(provision).rejects.toThrow('/nowhere/snapshot');
    expect(await leftBy(wanted)).toEqual([]);
  });

  it('leaves nothing but the log when etcd ends at once, and names that log', async () => {
    const wanted = await request(async () => ({ path: '/bin/false', sha256: '' }));
    const log = join(wanted.logDirectory, 'etcd-1.log');
    await expect(new LocalProvider(KWOK).provision(wanted)).rejects.toMatchObject({
      code: 'wait-abandoned',
      message: expect.stringContaining('etcd exited with code 1') as string,
      evidence: [log],
    });
    expect(await leftBy(wanted)).toEqual([]);
    expect(await readdir(wanted.logDirectory)).toEqual(['etcd-1.log']);
  });

  it('leaves nothing when the run is interrupted meanwhile', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const wanted = await request(async () => {
      controller.abort(reason);
      return { path: '/bin/true', sha256: '' };
    });
    await expect(new LocalProvider(KWOK).provision({ ...wanted, signal: controller.signal })).rejects.toThrow();
    expect(await leftBy(wanted)).toEqual([]);
  });
});

describe('the local provider', () => {
  it('says what is missing where setpriv is', async () => {
    vi.stubEnv('PATH', await temporaryDirectory());
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await new LocalProvider(KWOK).unavailableReason()).toContain('util-linux');
  });
});
