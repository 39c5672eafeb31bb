import type { Plan } from '../model/plan.js';
import type { Verdict } from '../model/verdict.js';
import { writeReportPage } from './html/write-report-page.js';
import { renderJunit } from './junit.js';
import type { RunDirectory } from './run-directory.js';
import { renderSummary } from './summary.js';

export { indexRun, renderRunIndex } from './html/run-index.js';
export { writeReportPage } from './html/write-report-page.js';
export { jsonReporter } from './json-events.js';
export { renderJunit } from './junit.js';
export { plainReporter } from './plain.js';
export type { OutputStream, Reporter, ReporterOptions } from './reporter.js';
export { RunDirectory } from './run-directory.js';
export { RUN_SCHEMA_VERSION, type HostFacts, type RunInfo, type UsedBinary } from './run-info.js';
export { renderSummary } from './summary.js';
export { verdictLine } from './tally.js';
export { terminalReporter } from './terminal.js';
export { renderVerdict, type VerdictTextOptions } from './verdict-text.js';

/**
 * Writes everything that a verdict becomes: comparisons, summary.md, junit.xml, report.html and, last, verdict.json. The same plan, verdict and
 * run.json give the same bytes. Needs run.json in the directory.
 */
export async function writeReports(directory: RunDirectory, plan: Plan, verdict: Verdict): Promise<void> {
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
  await writeReportPage(directory, plan, verdict);
  await directory.writeVerdict(verdict);
}
