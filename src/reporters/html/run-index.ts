import { basename } from 'node:path';
import { pointOfNoReturn } from '../point-of-no-return.js';
import type { RunDirectory } from '../run-directory.js';
import { verdictLine } from '../tally.js';
import { hrefFrom } from './href-from.js';
import { readTemplate, renderPage } from './render-page.js';
import type { IndexedRun } from './report-data.js';

/** One run as a line of the index in file `index`. The run must have been judged. */
export async function indexRun(directory: RunDirectory, index: string): Promise<IndexedRun> {
  const [plan, verdict, info] = [await directory.readPlan(), await directory.readVerdict(), await directory.readInfo()];
  return {
    href: hrefFrom(index, directory.reportPage),
    name: basename(directory.path),
    scenario: verdict.scenario,
    outcome: verdict.outcome,
    line: verdictLine(verdict),
    versions: verdict.versions,
    startedAt: info.startedAt,
    stops: plan.steps.length,
    pointOfNoReturn: pointOfNoReturn(plan, verdict, (step) => step),
  };
}

/** One page that lists runs and links to their reports; `missing` says in sentences what should be there too. */
export async function renderRunIndex(runs: readonly IndexedRun[], missing: readonly string[] = []): Promise<string> {
  return renderPage(await readTemplate(), 'Rehearsals', { type: 'index', runs, missing });
}
