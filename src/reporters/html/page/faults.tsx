import type { JSX } from 'preact';
import type { FaultSpan } from '../timeline.js';
import { Badge } from './badge.js';
import { Name, Prose } from './text.js';
import { clock } from './timeline-view.js';
import { duration } from './words.js';

/** Every fault with its receipts: what somebody else than the injector saw. */
export function Faults({ faults }: { readonly faults: readonly FaultSpan[] }): JSX.Element {
  return (
    <div class="scroll" role="region" aria-label="Faults and their receipts" tabIndex={0}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">fault</th>
            <th scope="col">stop</th>
            <th scope="col">at</th>
            <th scope="col">lasted</th>
            <th scope="col">receipts</th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ step, fault, what, point, from, to, onset, end, problem }) => (
            <tr key={`${step} ${fault}`}>
              <th scope="row">
                <Prose text={what} />
              </th>
              <td class="nowrap">{step}</td>
              <td>
                {clock(from)} <Name text={point} />
              </td>
              <td class="numeric">{to === null ? '–' : duration(to - from)}</td>
              <td>
                {problem !== '' && <Badge word="inconclusive" />}{' '}
                <Prose text={[onset, end, problem].filter((text) => text !== '').join('; ')} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
