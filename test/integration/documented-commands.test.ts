import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf, DOCUMENTS } from '../support/documents.js';
import { writeSampleRun } from '../support/sample-runs.js';
import { runCli } from '../support/run-cli.js';

/**
 * Commands that take long, and what runs them instead: a test by its file and title, or what CI calls. The end of a command may differ.
 */
const ELSEWHERE: readonly (readonly [command: RegExp, file: string, text: string])[] = [
  [/^npm start$/, 'test/e2e/ladder.test.ts', 'passes on %s'],
  [/^npm test($| -- --project (unit|integration|browser|e2e))/, '.ci/run', 'npm test'],
  [/^npm run check$/, '.ci/run', 'npm run check'],
  [/^(npm ci && )?npm run build$/, 'scripts/bootstrap.mjs', "'run', '--silent', 'build'"],
  // long work for people; that the script and the file are there is looked at below
  [/^npm run [\w:-]+( |$)/, 'package.json', 'tsx scripts/'],
  [/^(npx )?tsx scripts\//, 'package.json', 'tsx scripts/'],
  [
    /^kube-rehearse run \S*(ladder|phase-1-and-back|forward-compatible|inline-vsphere-volume|pod-certificates-never-ready)\.yaml/,
    'test/e2e/reference.test.ts',
    'phase-1-and-back',
  ],
  [/^kube-rehearse run \S+\*\.yaml --shard/, 'test/e2e/action.test.ts', "shard: '1/1'"],
  [/^kube-rehearse probe --resume /, 'test/e2e/probe.test.ts', "'--resume'"],
  [/^kube-rehearse probe( |$)/, 'test/e2e/probe.test.ts', "'--from', '1.36', '--to', '1.37'"],
  [/^kube-rehearse bisect( |$)/, 'test/e2e/probe.test.ts', "'bisect'"],
  [/^kube-rehearse atlas (\S+ )*--merge /, 'test/e2e/atlas.test.ts', "'--merge'"],
  [/^kube-rehearse atlas( |$)/, 'test/e2e/atlas.test.ts', "'atlas', '1.36'"],
  [/^kube-rehearse matrix start( |$)/, 'test/e2e/matrix.test.ts', "'matrix', 'start'"],
  [/^bash reports\/\w+\/reproduce\/1\.sh$/, 'test/e2e/probe.test.ts', "'reproduce'"],
  [/^kube-rehearse run --resume /, 'test/e2e/going-on.test.ts', "'--resume'"],
  [/^kube-rehearse explore \S+ (--out|--faults|--shard)/, 'test/e2e/going-on.test.ts', "'explore'"],
  [/^kube-rehearse explore \S+ --merge/, 'src/cli/exploration/explore.test.ts', "'--merge'"],
  [/^kube-rehearse run my\.yaml --binaries/, 'src/binaries/overrides.test.ts', 'override'],
];

/** Commands of the command line that do their work here, within seconds. */
const CHEAP =
  /^kube-rehearse (plan|judge|report|merge|doctor|clean|schema|completion|binaries (list|where|ensure)|run --list-points|explore \S+ --list)\b/;

let folder = '';
let env: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-documented-'));
  env = {
    PATH: `${join(folder, '.bin')}:${process.env['PATH']}`,
    KUBE_REHEARSE_STATE: join(folder, '.state'),
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
    DOCKER_HOST: `unix://${folder}/no-engine`,
  };
  await mkdir(join(folder, '.bin'));
  await symlink(resolve('bin/kube-rehearse.js'), join(folder, '.bin', 'kube-rehearse'));
  // what npx does in a checkout
  await writeFile(join(folder, '.bin', 'npx'), '#!/bin/sh\nexec "$@"\n');
  await chmod(join(folder, '.bin', 'npx'), 0o755);
  await symlink(resolve('scenarios'), join(folder, 'scenarios'));
  const runs = [
    'reports/DIR',
    'reports/A',
    'reports/B',
    'reports/before',
    'reports/after',
    'reports/ladder-20260101-120000-ab12',
  ];
  for (const run of [...runs, 'RUN_DIR', 'DIR', 'results/shard-1/ladder', 'shard-1/ladder', 'shard-2/ladder']) {
    await mkdir(join(folder, run, '..'), { recursive: true });
    await writeSampleRun(join(folder, run));
  }
  for (const name of ['SCENARIO', 'FILE', 'my.yaml']) {
    await writeFile(join(folder, name), await readFile('scenarios/reference/ladder.yaml', 'utf8'));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command as it is written, by bash, in a folder that has what documentation speaks of. */
async function works(command: string): Promise<void> {
  const cwd = command.startsWith('diff ') ? join(folder, 'DIR') : folder;
  // what other shells read is printed all the same; that they understand it is tested beside completion
  const words = command.replace(/\.\.\.$/, '').replace(/^source <\((.*(?:zsh|fish))\)$/, '$1');
  const { exitCode, all } = await execa('bash', ['-c', words], { cwd, env, reject: false, all: true, stdin: 'ignore' });
  // files that differ are what diff is asked for, and a made-up run has its own verdict
  const fine = /^(diff|(npx )?kube-rehearse (judge|merge .*--missing))/.test(command) ? [0, 1, 2] : [0];
  expect(fine, `${command}\n${all}`).toContain(exitCode);
}

/** A command that is not run here is planned, so that its scenario and releases are right, and run by something that exists. */
async function isRunElsewhere(command: string): Promise<void> {
  const found = ELSEWHERE.find(([pattern]) => pattern.test(command));
  expect(found, `nothing runs ${command}`).toBeDefined();
  const [, file, text] = found!;
  expect(readFileSync(file, 'utf8')).toContain(text);
  const [, script] = /^npm run (\S+)/.exec(command) ?? [];
  if (script !== undefined) {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).toContain(script);
  }
  const [, program] = /^(?:npx )?tsx (\S+)/.exec(command) ?? [];
  if (program !== undefined) expect(existsSync(program), program).toBe(true);
  const [, scenario, versions = ''] = /^kube-rehearse run (\S+\.yaml)((?: --(?:from|to) \S+)*)/.exec(command) ?? [];
  if (scenario === undefined || scenario.includes('*')) return;
  await works(`kube-rehearse plan ${scenario}${versions}`);
}

const check = (command: string): Promise<void> => {
  const own = command.replace(/^npx kube-rehearse/, 'kube-rehearse');
  return CHEAP.test(own) || /^(source|diff) /.test(own) ? works(command) : isRunElsewhere(own);
};

describe.each(DOCUMENTS.filter((path) => commandsOf(readFileSync(path, 'utf8')).length > 0))('%s', (path) => {
  it.each(commandsOf(readFileSync(path, 'utf8')))('%s', check);
});

/** The words after the program's name of every command that is listed in a help text, and below. */
async function commandsBelow(words: readonly string[] = []): Promise<string[][]> {
  const { stdout } = await runCli([...words, '--help']);
  const [, list = ''] = /^Commands:\n((?: {2}.*\n?)+)/m.exec(stdout) ?? [];
  const names = [...list.matchAll(/^ {2}([a-z]\S*)/gm)].map(([, name]) => name!).filter((name) => name !== 'help');
  const below = await Promise.all(names.map((name) => commandsBelow([...words, name])));
  return [[...words], ...below.flat()];
}

describe('--help', async () => {
  for (const words of await commandsBelow()) {
    it(`of "${['kube-rehearse', ...words].join(' ')}" has examples that work`, async () => {
      const { stdout } = await runCli([...words, '--help']);
      const [, examples = ''] = /\nExamples?:\n((?: {2}.*\n?)+)/.exec(`${stdout}\n`) ?? [];
      const commands = examples
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) await check(command.replace(/ > \S+$/, ' > written'));
    });
  }
});
