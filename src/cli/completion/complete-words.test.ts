import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { completeWords } from './complete-words.js';

const VERSIONS = ['stable', 'n-1', '1.36', '1.37'];

function program(): Command {
  const run = new Command('run')
    .description('rehearse')
    .argument('<scenario...>')
    .addOption(new Option('--provider <name>').choices(['local', 'kind']))
    .option('--from <version>', 'start')
    .option('--out <dir>')
    .option('--seed <number>')
    .option('--no-oracles', 'faster')
    .option('--json');
  const binaries = new Command('binaries')
    .addCommand(new Command('list'))
    .addCommand(new Command('where').argument('<version>'));
  const completion = new Command('completion').addArgument(new Argument('<shell>').choices(['bash', 'fish']));
  const report = new Command('report').argument('<run-dir...>').option('--index <file>');
  const root = new Command('root').option('-V, --version', 'the version');
  for (const command of [run, binaries, completion, report]) root.addCommand(command);
  return root.addCommand(new Command('secret'), { hidden: true });
}

function complete(line: string): { values: string[]; paths: string } {
  const { candidates, paths } = completeWords(program(), line.split(' '), VERSIONS);
  return { values: candidates.map(({ value }) => value), paths };
}

describe('what may come next', () => {
  it.each([
    ['', ['run', 'binaries', 'completion', 'report', 'help']],
    ['r', ['run', 'report']],
    ['secr', []],
    ['binaries ', ['list', 'where', 'help']],
    ['binaries where ', VERSIONS],
    ['binaries where 1.3', ['1.36', '1.37']],
    ['completion ', ['bash', 'fish']],
    ['completion bash ', []],
    ['run --p', ['--provider']],
    ['run --provider ', ['local', 'kind']],
    ['run --provider=k', ['kind']],
    ['run --provider = k', ['kind']],
    ['run --from 1.36 --provider l', ['local']],
    ['run --from ', VERSIONS],
    ['run --seed ', []],
    ['nonsense ', []],
    ['run --unknown=', []],
  ])('"%s" is completed by %j, and not by files', (line, values) => {
    expect(complete(line)).toEqual({ values, paths: 'none' });
  });

  it.each([
    ['run ', 'files'],
    ['run a.yaml ', 'files'],
    ['run --json a.yaml sc', 'files'],
    ['run --out ', 'folders'],
    ['run --out=re', 'folders'],
    ['report a b ', 'folders'],
    ['report --index ', 'files'],
  ])('"%s" is completed by paths: %s', (line, paths) => {
    expect(complete(line)).toEqual({ values: [], paths });
  });

  it('is every option that was not given yet, with its description', () => {
    const { candidates } = completeWords(program(), ['run', '--json', '--'], VERSIONS);
    expect(candidates).toContainEqual({ value: '--no-oracles', description: 'faster' });
    expect(candidates.map(({ value }) => value)).toEqual([
      '--provider',
      '--from',
      '--out',
      '--seed',
      '--no-oracles',
      '--help',
    ]);
  });
});
