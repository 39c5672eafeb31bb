import { comparisonSentence } from '../compare/comparison-text.js';
import type { RunComparison } from '../compare/run-comparison.js';
import type { RunDirectory } from '../run-directory.js';
import { factViews, listOf } from './findings.js';
import { hrefFrom } from './href-from.js';
import { readTemplate, renderPage } from './render-page.js';
import type { AcceptedChange, ComparisonPage } from './report-data.js';

/** The page about a comparison, for the file `page`; it links to the pages of both runs. */
export async function renderComparisonPage(
  comparison: RunComparison,
  page: string,
  before: RunDirectory,
  after: RunDirectory,
): Promise<string> {
  const { findings, accepted, costs, ...rest } = comparison;
  const sentence = comparisonSentence(comparison);
  const data: ComparisonPage = {
    ...rest,
    type: 'comparison',
    sentence,
    hrefs: { before: hrefFrom(page, before.reportPage), after: hrefFrom(page, after.reportPage) },
    findings: findings.map(({ severity, appeared, gone, same, otherValues }) => ({
      severity,
      appeared: listOf(appeared),
      gone: listOf(gone),
      same,
      otherValues,
    })),
    accepted: {
      appeared: accepted.appeared.map(acceptedChange),
      gone: accepted.gone.map(acceptedChange),
      same: accepted.same,
    },
    costs: costs.map(({ step, appeared, gone, same }) => {
      const [more, less] = [factViews(appeared), factViews(gone)];
      return { step, appeared: more.facts, gone: less.facts, same, left: more.left + less.left };
    }),
  };
  return renderPage(await readTemplate(), `${comparison.runs.after.scenario}: ${sentence}`, data);
}

function acceptedChange({ step, entry }: RunComparison['accepted']['appeared'][number]): AcceptedChange {
  const { guarantee, subject, path, reason } = entry;
  return { step, guarantee, subject, path, reason };
}
