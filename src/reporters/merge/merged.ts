import type { Outcome } from '../../model/verdict.js';
import { markdownTable, prose, code } from '../markdown.js';
import { junitDocument, junitSuites, missingSuite } from '../junit.js';
import { pointOfNoReturn } from '../point-of-no-return.js';
import { bySeverity, count, groupFindings, verdictLine } from '../tally.js';
import type { FoundRuns } from './found-runs.js';

/** What several runs come to: the worst of them; what is missing can at best be inconclusive. */
export function mergedOutcome({ runs, missing }: FoundRuns): Outcome {
  const outcomes = runs.map(({ verdict }) => verdict.outcome);
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.includes('inconclusive') || missing.length > 0 ? 'inconclusive' : 'pass';
}

/** `pass, 3 runs` or `fail, 1 of 3 runs passed, 1 missing`. */
export function mergedLine(found: FoundRuns): string {
  const { runs, missing } = found;
  const passed = runs.filter(({ verdict }) => verdict.outcome === 'pass').length;
  const outcome = mergedOutcome(found);
  const of = passed === runs.length ? count(runs.length, 'run') : `${passed} of ${count(runs.length, 'run')} passed`;
  return [outcome, of, ...(missing.length > 0 ? [`${missing.length} missing`] : [])].join(', ');
}

/** All runs as one page of Markdown: a line a run, then what is wrong with those that did not pass. */
export function mergedSummary(found: FoundRuns): string {
  const { runs, missing } = found;
  const rows = runs.map(({ name, plan, verdict }) => [
    verdict.outcome === 'pass' ? 'pass' : `**${verdict.outcome}**`,
    prose(verdict.scenario),
    prose(`${verdict.versions.from} to ${verdict.versions.to}`),
    pointOfNoReturn(plan, verdict, prose).join(' '),
    prose(name),
  ]);
  const lines = [
    `# Rehearsals: ${mergedLine(found)}`,
    '',
    ...markdownTable(['result', 'scenario', 'versions', 'point of no return', 'run'], rows),
    ...(missing.length === 0 ? [] : ['', '## Missing', '', ...missing.map((sentence) => `- ${prose(sentence)}`)]),
  ];
  for (const { name, verdict } of runs) {
    if (verdict.outcome === 'pass') continue;
    const found = [...bySeverity(verdict, 'violation'), ...bySeverity(verdict, 'inconclusive')];
    lines.push('', `## ${prose(verdict.scenario)}, ${prose(name)}: ${verdictLine(verdict)}`, '');
    for (const { guarantee, sentence, subjects } of groupFindings(found)) {
      lines.push(`- **${guarantee}**: ${prose(sentence)}`);
      for (const { subject, findings } of subjects.slice(0, 10)) {
        const steps = [...new Set(findings.map(({ step }) => step))];
        lines.push(`  - ${code(subject)} at ${steps.map(code).join(', ')}`);
      }
      if (subjects.length > 10) lines.push(`  - and ${count(subjects.length - 10, 'more subject')}`);
    }
    lines.push(...verdict.notJudged.slice(0, 10).map((sentence) => `- ${prose(sentence)}`));
  }
  return `${lines.join('\n')}\n`;
}

/** All runs as one junit.xml; what is missing is an error. */
export function mergedJunit({ runs, missing }: FoundRuns): string {
  const suites = runs.flatMap(({ name, plan, verdict }) => junitSuites(plan, verdict, `${name}/`));
  return junitDocument('rehearsals', missing.length === 0 ? suites : [...suites, missingSuite(missing)]);
}
