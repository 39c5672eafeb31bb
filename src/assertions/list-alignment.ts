import type { Json } from '../model/observation.js';
import { isList, isRecord } from './json.js';

/** Indices of the items of two lists that have no equal partner in the other one. */
export interface Unaligned {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What is left between equal ends may be as large as this, in pairs; beyond it nothing in between is aligned. */
const MOST_PAIRS = 250_000;

/**
 * Aligns two lists by their longest common subsequence, so that one item more or less, anywhere, leaves all others with
 * their partners. The other way round it leaves the same items over.
 */
export function unaligned(before: readonly Json[], after: readonly Json[]): Unaligned {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && sameJson(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const middle = { before: before.slice(start, before.length - end), after: after.slice(start, after.length - end) };
  const [left, right] = align(middle.before, middle.after);
  return { before: left.map((index) => index + start), after: right.map((index) => index + start) };
}

function align(before: readonly Json[], after: readonly Json[]): [number[], number[]] {
  const all = (list: readonly Json[]): number[] => list.map((_, index) => index);
  if (before.length === 0 || after.length === 0 || before.length * after.length > MOST_PAIRS) {
    return [all(before), all(after)];
  }
  // of several longest subsequences the same one is taken in both directions
  const first = JSON.stringify(before) <= JSON.stringify(after);
  const [one, other] = first ? leftOver(before, after) : leftOver(after, before);
  return first ? [one, other] : [other, one];
}

/** Indices that a longest common subsequence leaves over, by the usual table of lengths. */
function leftOver(a: readonly Json[], b: readonly Json[]): [number[], number[]] {
  const equal = a.map((item) => b.map((other) => sameJson(item, other)));
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[];
      row[j] = equal[i]?.[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const left: [number[], number[]] = [[], []];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (equal[i]?.[j]) {
      i++;
      j++;
    } else if (length(i + 1, j) >= length(i, j + 1)) left[0].push(i++);
    else left[1].push(j++);
  }
  while (i < a.length) left[0].push(i++);
  while (j < b.length) left[1].push(j++);
  return left;
}

/** Equal as JSON; the order of an object's keys means nothing. */
function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
