import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { BinariesOverride } from '../../binaries/overrides.js';
import { formatAtlas } from '../../atlas/format.js';
import { mergeAtlases } from '../../atlas/merge.js';
import type { Atlas } from '../../model/atlas.js';
import { plainReporter, renderAtlasPage } from '../../reporters/index.js';
import { canonicalLine } from '../../support/canonical-json.js';
import { BadInputError, EXIT } from '../../support/errors.js';
import type { EventSink } from '../../support/events.js';
import { collectOverride } from '../collect-override.js';
import { stampedOut } from '../out-directory.js';
import { parseList } from '../parse-list.js';
import { printError } from '../print-error.js';
import { parseShard, type Shard } from '../shard.js';

interface AtlasOptions {
  readonly emulated?: readonly string[];
  readonly out?: string;
  readonly shard?: Shard;
  readonly merge?: readonly string[];
  readonly probe: readonly string[];
  readonly fresh: boolean;
  readonly binaries: readonly BinariesOverride[];
  readonly json: boolean;
}

/** `kube-rehearse atlas` */
export function atlasCommand(finish: (exitCode: number) => void, signal: AbortSignal): Command {
  return new Command('atlas')
    .description('look at releases as everything that they can act as, and make a site of it')
    .argument('[version...]', 'releases: 1.37, 1.37.2, stable, n-1 (default: n-1 stable)')
    .option('--emulated <list>', 'only cells that act as one of these, e.g. 1.35,1.36', parseList)
    .option('--out <dir>', 'where atlas.json, index.html, cells and logs go')
    .option('--shard <i/n>', 'look at part i of n of the cells, for as many machines', parseShard)
    .addOption(
      new Option('--merge <dirs...>', 'put the directories of all shards together').conflicts([
        ...['shard', 'emulated', 'probe', 'fresh'],
      ]),
    )
    .option('--probe <dirs...>', 'show the classes of field probes, from their directories', [])
    .option('--fresh', 'look at every cell anew, whatever was kept of earlier atlases', false)
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--json', 'print atlas.json instead of the text', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse atlas
  kube-rehearse atlas 1.34 1.35 1.36 1.37
  kube-rehearse atlas 1.37 --emulated 1.36,1.37
  kube-rehearse atlas --shard 1/2 --out shard-1
  kube-rehearse atlas --merge shard-1 shard-2 --out atlas

Exit codes: 0 every cell was observed, 2 one could not be, or not wholly, 3 bad input, 4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (versions: string[], options: AtlasOptions) => {
      const directory = resolve(options.out ?? stampedOut('atlas'));
      const events = plainReporter(process.stderr);
      try {
        const atlas = options.merge
          ? await merged(options.merge)
          : await made(versions, options, directory, events, signal);
        await mkdir(directory, { recursive: true });
        const json = `${canonicalLine(atlas)}\n`;
        await writeFile(join(directory, 'atlas.json'), json);
        await writeFile(join(directory, 'index.html'), await renderAtlasPage(atlas));
        events.close();
        process.stdout.write(options.json ? json : `${formatAtlas(atlas)}in ${directory}\n`);
        finish(EXIT[atlas.outcome]);
      } catch (error) {
        events.close();
        finish(printError(error, signal));
      }
    });
}

async function made(
  versions: readonly string[],
  { emulated, shard, probe, fresh, binaries }: AtlasOptions,
  directory: string,
  events: EventSink,
  signal: AbortSignal,
): Promise<Atlas> {
  // only now: other commands need none of this
  const { makeAtlas } = await import('../atlas.js');
  return makeAtlas({
    versions: versions.length > 0 ? versions : ['n-1', 'stable'],
    emulated: emulated ?? 'all',
    directory,
    shard,
    probes: probe,
    fresh,
    overrides: binaries,
    events,
    signal,
  });
}

async function merged(directories: readonly string[]): Promise<Atlas> {
  const atlases = await Promise.all(
    directories.map(async (directory) => {
      const file = join(resolve(directory), 'atlas.json');
      try {
        return JSON.parse(await readFile(file, 'utf8')) as Atlas;
      } catch (cause) {
        throw new BadInputError({
          code: 'atlas-unreadable',
          message: `${file} cannot be read`,
          remedy: 'name directories that kube-rehearse atlas --shard has written',
          cause,
        });
      }
    }),
  );
  return mergeAtlases(atlases);
}
