import type { Control } from '../model/scenario.js';
import type { Verdict } from '../model/verdict.js';
import { foundExactly } from './found-exactly.js';
import { guaranteeOf } from './guarantees/index.js';

/** True when a control tripped what it must and nothing else. */
export function trippedExactly(verdict: Pick<Verdict, 'findings'>, mustTrip: Control['mustTrip']): boolean {
  return foundExactly(verdict, [mustTrip]);
}

/** The exit code with which a control must end: 1, or 2 where its guarantee can at worst make a run inconclusive. */
export function exitCodeOfControl({ guarantee }: Control['mustTrip']): number {
  return guaranteeOf(guarantee).severity === 'inconclusive' ? 2 : 1;
}
