import { Command } from 'commander';
import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  canColor,
  compareRuns,
  indexRun,
  readRun,
  renderComparison,
  renderComparisonPage,
  renderRunIndex,
  RunDirectory,
  verdictLine,
  writeReportPage,
} from '../../reporters/index.js';
import { writeFileAtomically } from '../../support/atomic-file.js';
import { BadInputError, RehearseError } from '../../support/errors.js';
import { GUARANTEE_SENTENCES } from '../guarantee-sentences.js';

interface ReportOptions {
  readonly index?: string;
  readonly compare: boolean;
  readonly page?: string;
  readonly open: boolean;
}

/** `kube-rehearse report RUN_DIR...` */
export function reportCommand(): Command {
  return new Command('report')
    .description("say where a run's page lies, open it, put several runs on one page, or compare two")
    .argument('<run-dir...>', "runs' directories")
    .option('--index <file>', 'write one page that lists the runs and links to theirs')
    .option('--compare', 'print what changed from the first run to the second', false)
    .option('--page <file>', 'with --compare: write it as a page instead')
    .option('--open', 'show the page in a browser, where there is a display', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse report reports/ladder-20260101-120000-ab12
  kube-rehearse report --open reports/ladder-20260101-120000-ab12
  kube-rehearse report --index reports/index.html reports/*/
  kube-rehearse report --compare reports/before reports/after
  kube-rehearse report --compare --page reports/compared.html reports/before reports/after`,
    )
    .action(async (paths: string[], options: ReportOptions) => {
      requireSense(paths, options);
      const directories: RunDirectory[] = [];
      for (const path of paths) directories.push(await reported(path));
      const pages = options.compare ? await compared(directories, options.page) : await listed(directories, options);
      process.stdout.write(pages.map((page) => `${page}\n`).join(''));
      if (options.open) for (const page of pages) await openPage(page);
    });
}

function requireSense(paths: readonly string[], { compare, page, index, open }: ReportOptions): void {
  const wrong = compare
    ? (paths.length !== 2 && `--compare takes two runs, and ${paths.length} were given`) ||
      (index !== undefined && '--index lists runs, --compare compares two') ||
      (open && page === undefined && '--open needs a page to show')
    : page !== undefined && '--page goes with --compare';
  if (!wrong) return;
  throw new BadInputError({
    code: 'report-options',
    message: wrong,
    remedy: 'see `kube-rehearse report --help`; a page for --compare is named with --page FILE',
  });
}

async function listed(directories: readonly RunDirectory[], { index }: ReportOptions): Promise<string[]> {
  if (index === undefined) return directories.map((each) => each.reportPage);
  const runs = [];
  for (const directory of directories) runs.push(await indexRun(directory, index));
  await writeFileAtomically(resolve(index), await renderRunIndex(runs));
  return [resolve(index)];
}

/** Prints what changed, or writes it to `page`, which is then the result. */
async function compared([before, after]: readonly RunDirectory[], page: string | undefined): Promise<string[]> {
  const comparison = compareRuns(await readRun(before!), await readRun(after!));
  if (page === undefined) {
    const { stdout, env } = process;
    const width = stdout.isTTY ? { width: stdout.columns } : {};
    stdout.write(renderComparison(comparison, { color: canColor(stdout, env), ...width }));
    return [];
  }
  await writeFileAtomically(resolve(page), await renderComparisonPage(comparison, page, before!, after!));
  return [resolve(page)];
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
