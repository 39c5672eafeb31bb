import type { Scenario } from '../model/scenario.js';
import { replacementOrder } from './order.js';
import { transitionPoints } from './points.js';

/**
 * The points of each of a scenario's transitions, for people: what `at` and `stopAt` can name. Works for a scenario whose faults
 * are misplaced, for that is when one looks them up.
 */
export function formatPoints({ steps }: Scenario): string {
  return steps
    .map(({ transition }, index) => {
      const before = steps[index - 1]?.stopAt;
      const rest =
        before === undefined ? '' : `, as far as the step before it, left at ${before}, has to be completed or undone`;
      const points = transitionPoints(replacementOrder(transition)).map((point) => `  ${point}\n`);
      return `spec.steps[${index}] ${transition}${rest}\n${points.join('')}`;
    })
    .join('\n');
}
