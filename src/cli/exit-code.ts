import type { Outcome } from '../model/verdict.js';
import { EXIT } from '../support/errors.js';

/** The exit code of a verdict; part of the outside contract. */
export function exitCodeOf(outcome: Outcome): number {
  return EXIT[outcome];
}

/** Of several runs' exit codes the one to end with: harness failures before violations before doubts. */
export function worseOf(a: number, b: number): number {
  const order: readonly number[] = [
    EXIT.pass,
    EXIT.inconclusive,
    EXIT.fail,
    EXIT.badInput,
    EXIT.harness,
    EXIT.interrupted,
  ];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
