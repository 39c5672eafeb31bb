import type { JSX } from 'preact';
import type { FactView } from '../report-data.js';
import { Change } from './change.js';
import { Name, Prose } from './text.js';

const TYPES: Readonly<Record<FactView['type'], string>> = {
  'not-ready': 'the old server does not start',
  undecodable: 'cannot be decoded',
  unreadable: 'cannot be read',
  refused: 'cannot be written back',
  orphaned: 'nobody serves it any more',
  'field-lost': 'lost',
  'field-changed': 'changed',
};

/** One thing that going back would cost. */
export function Fact({ fact }: { readonly fact: FactView }): JSX.Element {
  return (
    <div class="difference">
      <p class="place">
        <span class="stop">{TYPES[fact.type]}</span> <Name text={fact.subject} />{' '}
        {fact.path !== '' && <Name text={fact.path} />}
      </p>
      {fact.message !== '' && (
        <p class="detail">
          <Prose text={fact.message} />
        </p>
      )}
      {fact.before !== '' && <Change before={fact.before} after={fact.after} />}
    </div>
  );
}
