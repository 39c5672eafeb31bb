import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLSeq } from 'yaml';
import { TRANSITIONS, type TransitionName } from '../model/transition.js';

/**
 * A scenario's YAML, to be changed and written again with its comments. Every scalar is a text here, so that each is written as it was typed: a
 * reader of numbers would make `10` of `010`.
 */
export function readDocument(text: string): Document {
  return parseDocument(text, { schema: 'failsafe' });
}

export function writeDocument(document: Document): string {
  return document.toString({ lineWidth: 120 });
}

/** The list of a valid scenario's steps. */
export function stepsOf(document: Document): YAMLSeq {
  const steps = document.getIn(['spec', 'steps']);
  if (!isSeq(steps)) throw new Error('a scenario without steps');
  return steps;
}

/** The transition of a step, which is either its name or a mapping. */
export function transitionOf(step: unknown): TransitionName {
  const name = isMap(step) ? step.get('transition') : isScalar(step) ? step.value : undefined;
  const transition = TRANSITIONS.find((each) => each === name);
  if (!transition) throw new Error(`a step without a transition: ${String(step)}`);
  return transition;
}
