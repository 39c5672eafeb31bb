import type { Answer, QuestionTopic, Refusal } from '../model/behaviour.js';
import type { Json } from '../model/observation.js';
import { isAlpha } from './api-names.js';
import type { Difference } from './difference.js';
import { DifferingResources } from './differing-resources.js';
import { shownValue } from './json.js';
import { leafDifferences } from './leaf-differences.js';
import { checkpointFile, isEmulating, type Stop } from './stop.js';

/**
 * Compares a stop's answers about a topic with those of its oracle, question by question. Whether a request is accepted, the
 * reason and causes of a refusal, the warnings and the object that would be stored count in full. The wording of a refusal is a note, and
 * so is what is answered of alpha versions while emulating. Two that do not serve a resource have nothing to say about it, and
 * that only one of them does is what discovery says.
 */
export function answerDifferences(
  stop: Stop,
  topic: QuestionTopic,
): { readonly checked: number; readonly differences: readonly Difference[] } {
  const before = byQuestion(stop.oracle?.behaviour.answers ?? [], topic);
  const after = byQuestion(stop.checkpoint.behaviour.answers, topic);
  const asked = [...before.keys()].filter((question) => after.has(question));
  const discovered = new DifferingResources(stop, ['']);
  return {
    checked: asked.length,
    differences: asked.flatMap((question) => compare(stop, discovered, before.get(question)!, after.get(question)!)),
  };
}

const NOT_SERVED = 404;

function byQuestion(answers: readonly Answer[], topic: QuestionTopic): Map<string, Answer> {
  return new Map(answers.filter((answer) => answer.topic === topic).map((answer) => [answer.question, answer]));
}

function compare(stop: Stop, discovered: DifferingResources, before: Answer, after: Answer): Difference[] {
  if (before === after) return [];
  const [groupVersion = '', resource = ''] = after.question.split(' ');
  const silent = [before, after].filter(({ status }) => status === NOT_SERVED).length;
  if (silent === 2 || (silent === 1 && discovered.has(groupVersion, resource))) return [];
  const weak = isEmulating(stop) && isAlpha(groupVersion);
  const evidence = [`oracles/${stop.step.oracle}.json`, checkpointFile(stop, 'behaviour.json')];
  const difference = (path: string, was: Json, is: Json, detail: string): Difference => ({
    subject: after.question,
    path,
    before: was,
    after: is,
    component: 'kube-apiserver',
    evidence,
    detail,
    ...(weak ? { severity: 'note' as const } : {}),
  });
  if (before.status !== after.status) {
    const detail = `is answered ${shownAnswer(after)} where the oracle answers ${shownAnswer(before)}`;
    return [difference('status', before.status, after.status, detail)];
  }
  const wording = wordingOf(before.refusal, after.refusal);
  return leafDifferences(comparable(before), comparable(after)).map(
    ({ path, before: was = null, after: is = null }) => ({
      ...difference(path, was, is, `is ${shownValue(is)} where the oracle has ${shownValue(was)}`),
      ...(wording.has(path) ? { severity: 'note' as const } : {}),
    }),
  );
}

function comparable({ warnings, refusal, object }: Answer): Json {
  return { warnings: [...warnings], refusal: refusal && { ...refusal }, object };
}

/** The paths at which two refusals for the same reason and causes differ in their words. */
function wordingOf(before: Refusal | null, after: Refusal | null): ReadonlySet<string> {
  if (!before || !after) return new Set();
  const texts = (refusal: Refusal): Json => ({
    refusal: { message: refusal.message, causes: { ...refusal.causes } },
  });
  const differing = leafDifferences(texts(before), texts(after));
  return new Set(
    differing
      .filter((each) => typeof each.before === 'string' && typeof each.after === 'string')
      .map(({ path }) => path),
  );
}

function shownAnswer({ status, refusal }: Answer): string {
  if (!refusal) return String(status);
  const why =
    refusal.message ||
    Object.entries(refusal.causes)
      .map(([cause, message]) => `${cause}: ${message}`)
      .join('; ');
  return `${status} (${shownValue(`${refusal.reason}: ${why}`)})`;
}
