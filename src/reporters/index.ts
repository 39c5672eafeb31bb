import type { GuaranteeSentences } from './html/report-data.js';
import type { Plan } from '../model/plan.js';
import type { Verdict } from '../model/verdict.js';
import { writeReportPage } from './html/write-report-page.js';
import { renderJunit } from './junit.js';
import type { RunDirectory } from './run-directory.js';
import { renderSummary } from './summary.js';

export { readRun } from './compare/read-run.js';
export { compareRuns } from './compare/compare-runs.js';
export { renderComparison } from './compare/comparison-text.js';
export { renderAtlasPage } from './html/atlas-page.js';
export { renderComparisonPage } from './html/comparison-page.js';
export { indexRun, renderRunIndex } from './html/run-index.js';
export type { GuaranteeSentences } from './html/report-data.js';
export { writeReportPage } from './html/write-report-page.js';
export { commandMessage, renderAnnotations, stepSummary } from './github.js';
export { findRuns, SHARD_FILE, type ShardInfo } from './merge/found-runs.js';
export { mergedJunit, mergedLine, mergedOutcome, mergedSummary } from './merge/merged.js';
export { explorationLine, explorationMarkdown, explorationText } from './exploration.js';
export { jsonReporter } from './json-events.js';
export { plainReporter } from './plain.js';
export type { Reporter } from './reporter.js';
export { RunDirectory } from './run-directory.js';
export type { RunInfo } from './run-info.js';
export { verdictLine } from './tally.js';
export { canColor } from './style.js';
export { terminalReporter } from './terminal.js';
export { renderVerdict } from './verdict-text.js';

/**
 * Writes everything that a verdict becomes: comparisons, summary.md, junit.xml, verdict.json and, last, report.html, without which the
 * verdict still stands and `report` makes the page. The same files of a run and the same verdict give the same bytes. Needs run.json in
 * the directory.
 */
export async function writeReports(
  directory: RunDirectory,
  plan: Plan,
  verdict: Verdict,
  sentences: GuaranteeSentences,
): Promise<void> {
  const info = await directory.readInfo();
  for (const { name } of plan.steps) {
    await directory.writeComparison(name, {
      schemaVersion: 1,
      step: name,
      findings: verdict.findings.filter(({ step }) => step === name),
      expected: verdict.expected.filter(({ step }) => step === name),
    });
  }
  await directory.writeSummary(renderSummary(plan, verdict, info));
  await directory.writeJunit(renderJunit(plan, verdict));
  await directory.writeVerdict(verdict);
  await writeReportPage(directory, plan, verdict, sentences);
}
