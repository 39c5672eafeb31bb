import type { Plan } from '../../model/plan.js';
import type { Verdict } from '../../model/verdict.js';
import type { RunDirectory } from '../run-directory.js';
import { verdictLine } from '../tally.js';
import { collectReport, collectStore } from './collect-report.js';
import { readTemplate, renderPage } from './render-page.js';
import type { GuaranteeSentences } from './report-data.js';

/** Writes report.html into the run's directory. The same files give the same bytes. */
export async function writeReportPage(
  directory: RunDirectory,
  plan: Plan,
  verdict: Verdict,
  sentences: GuaranteeSentences,
): Promise<void> {
  const template = await readTemplate();
  const report = await collectReport(directory, plan, verdict, sentences);
  const title = `${verdict.scenario}: ${verdictLine(verdict)}`;
  await directory.writeReportPage(renderPage(template, title, report, await collectStore(directory, plan)));
}
