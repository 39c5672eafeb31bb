import { InvalidArgumentError } from 'commander';

/** The value of `--seed`: digits, no more than a number holds exactly. Throws InvalidArgumentError. */
export function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError('a whole number from 0 is needed.');
  }
  return seed;
}
