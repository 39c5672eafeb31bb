import { Command } from 'commander';
import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { indexRun, renderRunIndex, RunDirectory, verdictLine, writeReportPage } from '../../reporters/index.js';
import { writeFileAtomically } from '../../support/atomic-file.js';
import { RehearseError } from '../../support/errors.js';
import { GUARANTEE_SENTENCES } from '../guarantee-sentences.js';

/** `kube-rehearse report RUN_DIR...` */
export function reportCommand(): Command {
  return new Command('report')
    .description("say where a run's page lies, open it, or put several runs on one page")
    .argument('<run-dir...>', "runs' directories")
    .option('--index <file>', 'write one page that lists the runs and links to theirs')
    .option('--open', 'show it in a browser, where there is a display')
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse report reports/ladder-20260101-120000-ab12
  kube-rehearse report --open reports/ladder-20260101-120000-ab12
  kube-rehearse report --index reports/index.html reports/*/`,
    )
    .action(async (paths: string[], options: { index?: string; open?: boolean }) => {
      const directories: RunDirectory[] = [];
      for (const path of paths) directories.push(await reported(path));
      const pages = options.index === undefined ? directories.map((each) => each.reportPage) : [resolve(options.index)];
      if (options.index !== undefined) await writeIndex(options.index, directories);
      process.stdout.write(pages.map((page) => `${page}\n`).join(''));
      if (options.open) for (const page of pages) await openPage(page);
    });
}

/** A judged run whose page is there; one that an older release judged has none yet. */
async function reported(path: string): Promise<RunDirectory> {
  const directory = await RunDirectory.open(path);
  // a run that was killed before it was judged has no verdict; the reader says so with the remedy
  const verdict = await directory.readVerdict();
  if (!existsSync(directory.reportPage)) {
    await writeReportPage(directory, await directory.readPlan(), verdict, GUARANTEE_SENTENCES);
  }
  process.stderr.write(`${verdict.scenario}: ${verdictLine(verdict)}\n`);
  return directory;
}

async function writeIndex(file: string, directories: readonly RunDirectory[]): Promise<void> {
  const runs = [];
  for (const directory of directories) runs.push(await indexRun(directory, file));
  await writeFileAtomically(resolve(file), await renderRunIndex(runs));
}

async function openPage(page: string): Promise<void> {
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    process.stderr.write('there is no display to open it on\n');
    return;
  }
  const { failed, message } = await execa('xdg-open', [page], { reject: false, stdio: 'ignore' });
  if (failed) throw cannotOpen(page, message ?? '');
}

function cannotOpen(page: string, reason: string): RehearseError {
  return new RehearseError({
    code: 'report-not-opened',
    message: `xdg-open could not open ${page}: ${reason}`,
    remedy: 'open the file in a browser yourself',
  });
}
