import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { commandLine } from './testing/command-line.js';

const LADDER = fileURLToPath(new URL('../../scenarios/reference/ladder.yaml', import.meta.url));

let directory = '';

beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('KUBE_REHEARSE_STATE', join(directory, 'state'));
  vi.stubEnv('KUBE_REHEARSE_CACHE', join(directory, 'cache'));
  vi.stubEnv('KUBE_REHEARSE_DOWNLOAD_BASE', 'off');
  vi.stubEnv('KUBE_REHEARSE_ETCD_DOWNLOAD_BASE', 'off');
  return () => vi.unstubAllEnvs();
});

async function scenarioFile(name: string, ...lines: readonly string[]): Promise<string> {
  const head = ['apiVersion: kube-rehearse/v1alpha1', 'kind: Rehearsal', `metadata: { name: ${name} }`];
  const path = join(directory, `${name}.yaml`);
  await writeFile(path, [...head, ...lines, ''].join('\n'));
  return path;
}

const good = (name = 'good'): Promise<string> => scenarioFile(name, 'spec: { steps: [null-restart] }');

describe('bad input', () => {
  it.each([
    ['a command that is none', ['rehearse']],
    ['a flag that is none', ['run', LADDER, '--fast']],
    ['a flag that is none, of a command below a command', ['binaries', 'list', '--fast']],
    ['no command', []],
    ['no scenario', ['run']],
    ['no version', ['binaries', 'where']],
    ['a provider that is none', ['run', LADDER, '--provider', 'cloud']],
    ['a seed that is no number', ['run', LADDER, '--seed', 'x']],
    ['an empty seed', ['run', LADDER, '--seed', '']],
    ['a seed of a plan that is no number', ['plan', LADDER, '--seed', '1e3']],
    ['a scenario that is not there', ['run', '/nowhere/scenario.yaml']],
    ['a scenario to plan that is not there', ['plan', '/nowhere/scenario.yaml']],
    ['a version that is none', ['plan', LADDER, '--to', 'newest']],
    ['a version for a folder that is none', ['binaries', 'where', '2.0']],
    ['an override that is none', ['run', LADDER, '--binaries', 'here']],
    ['several scenarios to keep', ['run', LADDER, LADDER, '--keep']],
    ['a run directory that is none', ['judge', '/nowhere/run']],
    ['a report of nothing', ['report', '/nowhere/run']],
  ])('%s ends with 3, says why on stderr, and starts nothing', async (_, argv) => {
    const { code, stdout, stderr } = await commandLine(...argv);
    expect(code).toBe(3);
    expect(stderr).not.toBe('');
    expect(stdout).toBe('');
    expect(await readdir(directory)).toEqual([]);
  });

  it('names place and remedy of a scenario that is not there', async () => {
    const { stderr } = await commandLine('run', '/nowhere/scenario.yaml');
    expect(stderr).toMatch(/^error: .*\/nowhere\/scenario\.yaml(.|\n)*\nremedy: /);
  });

  it('is found in the last of several scenarios before the first is started', async () => {
    const last = await scenarioFile('last', 'spec: { steps: [null-restart], terminationGraceSeconds: soon }');
    const out = join(directory, 'out');
    const { code, stderr } = await commandLine('run', await good('first'), last, '--out', out);
    expect(code).toBe(3);
    expect(stderr).toContain(`${last}:4:`);
    expect(await readdir(directory)).toEqual(['first.yaml', 'last.yaml']);
  });

  it('is a directory that holds something, found before any program is looked for', async () => {
    const out = join(directory, 'out');
    await mkdir(out);
    await writeFile(join(out, 'mine'), 'precious');
    const { code, stderr } = await commandLine('run', await good(), '--out', out);
    expect(code).toBe(3);
    expect(stderr).toContain(`${out} is not empty`);
    expect(await readdir(directory)).toEqual(['good.yaml', 'out']);
    expect(await readdir(out)).toEqual(['mine']);
  });

  it('is one directory for two scenarios', async () => {
    const path = await good();
    const { code, stderr } = await commandLine('run', path, path, '--out', join(directory, 'out'));
    expect(code).toBe(3);
    expect(stderr).toContain('would be used by two scenarios');
  });
});

describe('plan', () => {
  it('prints what would be done and touches nothing', async () => {
    const { code, stdout, stderr } = await commandLine('plan', LADDER);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('binary-upgrade');
    expect(await readdir(directory)).toEqual([]);
  });

  it('prints the plan itself as JSON, the same every time', async () => {
    const first = await commandLine('plan', LADDER, '--json', '--seed', '7');
    expect(JSON.parse(first.stdout)).toMatchObject({ schemaVersion: 1, scenario: 'ladder', seed: 7 });
    expect((await commandLine('plan', LADDER, '--json', '--seed', '7')).stdout).toBe(first.stdout);
  });

  it('takes versions from the command line', async () => {
    const { stdout } = await commandLine('plan', await good(), '--json', '--from', '1.35', '--to', '1.36');
    expect(JSON.parse(stdout)).toMatchObject({
      versions: { from: expect.stringMatching(/^1\.35\./) as string, to: expect.stringMatching(/^1\.36\./) as string },
    });
  });
});

describe('schema', () => {
  it('prints the JSON Schema of a scenario', async () => {
    const { code, stdout } = await commandLine('schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema.org') as string });
  });
});

describe('help', () => {
  it.each([[['--help']], [['run', '--help']], [['binaries', '--help']], [['binaries', 'ensure', '--help']]])(
    '%j is no error',
    async (argv) => {
      const { code, stdout, stderr } = await commandLine(...argv);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Usage: kube-rehearse');
    },
  );

  it('has the version of the package', async () => {
    const { code, stdout } = await commandLine('--version');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('clean', () => {
  it('has nothing to do where nothing was left', async () => {
    expect(await commandLine('clean')).toEqual({ code: 0, stdout: 'nothing to clean\n', stderr: '' });
  });

  it('says what it would remove, removes it, and then has nothing to do', async () => {
    const work = join(directory, 'state', 'work', 'gone');
    await mkdir(work, { recursive: true });
    expect((await commandLine('clean', '--dry-run')).stdout).toBe(`would remove ${work}\n`);
    expect(await readdir(join(work, '..'))).toEqual(['gone']);
    expect((await commandLine('clean')).stdout).toBe(`removed ${work}\n`);
    expect((await commandLine('clean')).stdout).toBe('nothing to clean\n');
  });
});
