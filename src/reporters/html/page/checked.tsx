import type { JSX } from 'preact';
import type { CoverageView } from '../report-data.js';
import { Badge } from './badge.js';
import { digits } from './words.js';

/** What each guarantee looked at: a pass that checked nothing would be none. */
export function Checked({ coverage }: { readonly coverage: readonly CoverageView[] }): JSX.Element {
  return (
    <ul class="checked">
      {coverage.map((row) => (
        <li key={row.guarantee} class="card">
          <div>
            <code>{row.guarantee}</code>
            <Badge word={outcomeOf(row)} />
          </div>
          <p>{row.sentence}</p>
          <p class="dim">{amounts(row)}</p>
        </li>
      ))}
    </ul>
  );
}

function outcomeOf({ checked, violations, inconclusive }: CoverageView): string {
  if (violations > 0) return 'fail';
  if (inconclusive > 0) return 'inconclusive';
  return checked > 0 ? 'pass' : 'not examined';
}

function amounts({ checked, violations, inconclusive, notes, accepted }: CoverageView): string {
  const parts: [number, string][] = [
    [violations, 'broken'],
    [inconclusive, 'unknown'],
    [accepted, 'accepted'],
    [notes, 'noted'],
  ];
  const found = parts.filter(([number]) => number > 0).map(([number, word]) => `${digits(number)} ${word}`);
  return [`${digits(checked)} checked`, ...found].join(', ');
}
