import type { Plan } from '../../model/plan.js';
import type { Verdict } from '../../model/verdict.js';
import * as tally from '../tally.js';
import type { RunReport } from './report-data.js';

/** The verdict in one sentence, for somebody who reads nothing else. */
export function verdictSentence(plan: Plan, verdict: Verdict, ending: RunReport['ending']): string {
  const { from, to } = verdict.versions;
  const stops = tally.count(plan.steps.length, 'stop');
  switch (verdict.outcome) {
    case 'pass': {
      const accepted = tally.acceptedDifferences(verdict).length;
      const rest = accepted === 0 ? '' : `, apart from ${tally.count(accepted, 'accepted upstream difference')}`;
      return `From ${from} to ${to} over ${stops}, everything that must stay the same stayed the same${rest}.`;
    }
    case 'fail': {
      const broken = tally.bySeverity(verdict, 'violation');
      const guarantees = tally.distinct(broken.map(({ guarantee }) => guarantee)).length;
      const first = plan.steps.find(({ name }) => broken.some(({ step }) => step === name))?.name;
      const where = first === undefined ? '' : `, first at ${first}`;
      return `From ${from} to ${to}, ${tally.count(guarantees, 'guarantee')} did not hold: ${tally.count(broken.length, 'violation')}${where}.`;
    }
    case 'inconclusive': {
      const missing = tally.bySeverity(verdict, 'inconclusive').length || verdict.notJudged.length;
      const why = endingClause(ending);
      if (why !== '') return `From ${from} to ${to}, ${why}; nothing that was checked until then is broken.`;
      return `Nothing that was checked from ${from} to ${to} is broken, but ${tally.count(missing, 'check')} could not be made.`;
    }
  }
}

function endingClause({ event, message }: RunReport['ending']): string {
  switch (event) {
    case 'unfinished':
      return 'the run was killed before its end';
    case 'interrupted':
      return 'the run was interrupted';
    case 'broken':
      return `the run broke off${message === '' ? '' : ` (${message})`}`;
    case 'step-failed':
    case 'completed':
      return '';
  }
}
