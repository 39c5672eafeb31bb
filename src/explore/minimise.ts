import { isMap, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import { ROLLBACK_OUTCOMES, type RollbackOutcome, type TransitionName } from '../model/transition.js';
import type { Verdict } from '../model/verdict.js';
import { wayBack } from './case.js';
import { readDocument, stepsOf, transitionOf, writeDocument } from './scenario-document.js';

/** Takes something away from a scenario. */
type Simplification = (document: Document) => void;

/**
 * Scenarios that say less than a failing case's, the simplest first: without the fault and the way back, without one of them, on a shorter
 * path, without the user's own objects. Each is valid; which of them still fails is found by running them. Repeated with one that does, until
 * none is left that does, it leaves the smallest.
 */
export function smaller(text: string): string[] {
  const simplifications: readonly (readonly Simplification[])[] = [
    [withoutFaults, withoutWayBack],
    [withoutFaults],
    [withoutWayBack],
    [withoutDetours],
    [withoutObjects],
  ];
  const same = writeDocument(readDocument(text));
  const candidates = simplifications.map((each) => {
    const document = readDocument(text);
    for (const simplify of each) simplify(document);
    return writeDocument(document);
  });
  return [...new Set(candidates)].filter((candidate) => candidate !== same);
}

/** True where two runs break a guarantee in common: the same failure, whatever else each of them shows. */
export function failsAlike(first: Verdict, second: Verdict): boolean {
  const others = brokenBy(second);
  return [...brokenBy(first)].some((guarantee) => others.has(guarantee));
}

function brokenBy({ findings }: Verdict): Set<string> {
  return new Set(findings.filter(({ severity }) => severity === 'violation').map(({ guarantee }) => guarantee));
}

function withoutFaults(document: Document): void {
  for (const step of mappingsIn(stepsOf(document))) step.delete('faults');
}

/** Lets what ended half-way complete, and leaves out the step that resolved it. */
function withoutWayBack(document: Document): void {
  const steps = stepsOf(document);
  const left = steps.items.findIndex((step) => isMap(step) && step.has('stopAt'));
  if (left < 0) return;
  (steps.items[left] as YAMLMap).delete('stopAt');
  steps.items.splice(left + 1, 1);
}

/**
 * Leaves out restarts, but for one at the start, and moves that the next step takes back, until there are none; never a step that is
 * disturbed, never the last one. What a stop accepted because of what was written on the way is accepted no more.
 */
function withoutDetours(document: Document): void {
  const steps = stepsOf(document);
  for (let at = detourIn(steps); at !== undefined; at = detourIn(steps)) {
    steps.items.splice(at, transitionOf(steps.items[at]) === 'null-restart' ? 1 : 2);
  }
  let excusable: RollbackOutcome = 'safe';
  for (const step of steps.items) {
    const transition = transitionOf(step);
    if (transition === 'emulation-upgrade') excusable = worse(excusable, 'lossy');
    if (transition === 'finalize') excusable = 'impossible';
    const accepted = isMap(step) ? (step.get('rollback') as RollbackOutcome | undefined) : undefined;
    if (!isMap(step) || accepted === undefined || !DOWN_OR_UP_TO_OLD.includes(transition)) continue;
    if (worse(accepted, excusable) !== excusable) {
      if (excusable === 'safe') step.delete('rollback');
      else step.set('rollback', excusable);
    }
  }
}

/** The moves after which going back is promised, so that planning refuses to accept more than what was written explains. */
const DOWN_OR_UP_TO_OLD: readonly TransitionName[] = [
  'binary-upgrade',
  'emulation-rollback',
  'binary-rollback',
  'direct-rollback',
];

function detourIn({ items }: YAMLSeq): number | undefined {
  const at = items.findIndex((step, index) => {
    const next = items[index + 1];
    if (next === undefined || isDisturbed(step)) return false;
    const transition = transitionOf(step);
    if (transition === 'null-restart') return index > 0;
    const isLast = index + 2 === items.length;
    return !isLast && !isDisturbed(next) && transitionOf(next) === wayBack(transition);
  });
  return at < 0 ? undefined : at;
}

function withoutObjects(document: Document): void {
  document.deleteIn(['spec', 'fill']);
  document.deleteIn(['spec', 'manifests']);
  for (const step of mappingsIn(stepsOf(document))) step.delete('apply');
}

function mappingsIn({ items }: YAMLSeq): YAMLMap[] {
  return items.filter((item) => isMap(item));
}

function isDisturbed(step: unknown): boolean {
  return isMap(step) && (step.has('faults') || step.has('stopAt'));
}

function worse(a: RollbackOutcome, b: RollbackOutcome): RollbackOutcome {
  return ROLLBACK_OUTCOMES.indexOf(a) > ROLLBACK_OUTCOMES.indexOf(b) ? a : b;
}
