import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { folderName, readInputs } from './inputs.js';
import { commandFor } from './rehearse-pairs.js';

let workspace = '',
  action = '';

beforeEach(async () => {
  const base = await temporaryDirectory();
  workspace = join(base, 'workspace');
  action = join(base, 'action');
  for (const path of [
    'workspace/mine/b.yaml',
    'workspace/mine/a.yml',
    'workspace/mine/notes.md',
    'action/scenarios/ladder.yaml',
  ]) {
    await mkdir(join(base, path, '..'), { recursive: true });
    await writeFile(join(base, path), '');
  }
});

const read = (env: Readonly<Record<string, string>>) =>
  readInputs({ GITHUB_WORKSPACE: workspace, INPUT_SCENARIOS: 'scenarios/ladder.yaml', ...env }, action);

describe('the inputs of the action', () => {
  it('have what action.yml leaves empty', async () => {
    expect(await read({ INPUT_PAIRS: '', INPUT_PROVIDERS: 'local', INPUT_SEED: '1', INPUT_OUT: '' })).toEqual({
      scenarios: [join(action, 'scenarios/ladder.yaml')],
      pairs: [null],
      providers: ['local'],
      seed: '1',
      binaries: [],
      shard: '',
      out: join(workspace, 'kube-rehearse-results'),
    });
  });

  it('take several scenarios, folders of them and several pairs, a line each or all in one', async () => {
    const inputs = await read({
      INPUT_SCENARIOS: 'mine\n  scenarios/ladder.yaml\n',
      INPUT_PAIRS: '1.35..1.36 n-1..stable\n1.36.3..1.37.2',
      INPUT_BINARIES: '1.37=./bin',
      INPUT_SHARD: ' 1/3 ',
    });
    expect(inputs.scenarios).toEqual([
      join(workspace, 'mine/a.yml'),
      join(workspace, 'mine/b.yaml'),
      join(action, 'scenarios/ladder.yaml'),
    ]);
    expect(inputs.pairs.map((pair) => folderName(pair, 'local'))).toEqual([
      '1.35-to-1.36-local',
      'n-1-to-stable-local',
      '1.36.3-to-1.37.2-local',
    ]);
    expect(commandFor(inputs, inputs.pairs[1]!, 'local').join(' ')).toMatch(
      /--provider local --seed 1 --out \S+\/n-1-to-stable-local --from n-1 --to stable --shard 1\/3 --binaries 1\.37=\.\/bin$/,
    );
  });

  it.each([
    [{ INPUT_SCENARIOS: ' ' }, /the input scenarios names no scenario/],
    [{ INPUT_SCENARIOS: 'absent.yaml' }, /absent\.yaml, which is neither in the workspace nor/],
    [{ INPUT_PAIRS: '1.36-1.37' }, /the input pairs has "1\.36-1\.37"/],
    [{ INPUT_PAIRS: '1.36..' }, /the input pairs has/],
    [{ INPUT_PAIRS: '../..' }, /the input pairs has/],
    [{ INPUT_SHARD: '4/3' }, /the input shard is "4\/3"/],
  ])('are refused with place and remedy: %j', async (env, message) => {
    await expect(read(env)).rejects.toMatchObject({ message: expect.stringMatching(message) as string, exitCode: 3 });
  });

  it('never lead a folder out of the results', () => {
    expect(folderName({ from: '../x', to: 'a/b' }, 'kind')).toBe('.._x-to-a_b-kind');
  });
});
