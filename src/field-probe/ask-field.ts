import type { Json } from '../model/observation.js';
import { compareOutcomes, worseClass, type Comparison, type FieldClass, type Shown } from '../fields/classify.js';
import type { Field } from '../fields/field.js';
import { formatFieldPath, formatValuePath, valueAt, withValueAt } from '../fields/field-path.js';
import { normalise, scalarsOf, type NormalisationCounts } from '../fields/normalise.js';
import type { Outcome } from '../fields/outcome.js';
import type { Placed } from '../fields/place.js';
import type { BriefOutcome, Example, FieldResult, QuestionTarget } from '../fields/result.js';
import { borderline } from '../fields/samples.js';
import { supportedValues } from '../fields/repair.js';
import type { NamedSchema, Types } from '../fields/schema.js';
import type { Known, Way } from '../fields/kind-answers.js';
import { reach, type Reached } from './reach.js';
import type { ProbedServer } from './server.js';

/** The three servers of a probe. */
export interface Trio {
  /** The real old release. */
  readonly old: ProbedServer;
  /** The new release that emulates it. */
  readonly emulating: ProbedServer;
  /** The new release as itself: it says what can be reached. */
  readonly guide: ProbedServer;
}

/** What is asked about: one kind's objects, or a part of one of them. */
export interface Subject {
  readonly target: QuestionTarget;
  /** Types and root type as the guide has them, and as the old release has them; a side that lacks the kind has none. */
  readonly guide: { readonly types: Types; readonly root: NamedSchema } | undefined;
  readonly old: { readonly types: Types; readonly root: NamedSchema } | undefined;
  /** Bodies that are accepted as they are. */
  readonly bases: readonly Json[];
}

/** A field and the documents that have it. */
export interface AskedField {
  readonly field: Field;
  readonly inGuide: boolean;
  readonly inOld: boolean;
  readonly inEmulating: boolean;
}

/** Questions in search of one field at most, by what is known of its declaration: on the guide, and then on the old release. */
const QUESTIONS = {
  nothing: { guide: 36, old: 12 },
  'a way': { guide: 12, old: 4 },
  'in vain': { guide: 3, old: 0 },
} as const;

/**
 * Learns about one field: looks for a value that some server keeps, the guide first, then puts that question to all three.
 * Where its declaration is met for the first time, so are values at its edges: what they come to is the type's, not the place's.
 */
export async function askField(
  trio: Trio,
  subject: Subject,
  asked: AskedField,
  known: Known,
  counts: NormalisationCounts,
  signal: AbortSignal,
): Promise<{ result: FieldResult; way: Way | 'in vain' }> {
  const { field } = asked;
  const found = await search(trio, subject, asked, known, signal);
  const examples: Example[] = [];
  let worst: FieldClass = 'unreached';
  if (found) {
    worst = 'same';
    const metBefore = (known.get(field.declaredAs) ?? 'in vain') !== 'in vain';
    const edges = metBefore ? [] : further(field, found);
    for (const placed of [found.placed, ...edges]) {
      const example = await askAll(trio, subject.target, placed, asked, counts, signal);
      worst = worseClass(worst, example.class);
      if (example.class !== 'same') examples.push(example);
    }
  }
  const reached = found?.kept ?? false;
  const nothingLearnt = !reached && (worst === 'same' || worst === 'refused otherwise');
  const answered = {
    reached,
    class: nothingLearnt ? ('unreached' as const) : worst,
    obstacle: reached ? '' : obstacleOf(found?.outcome),
    examples,
  };
  return { result: resultOf(subject.target, asked, answered), way: found?.kept ? found.way : 'in vain' };
}

/** What was learnt of a field, with what is known of it anyway. */
export function resultOf(
  { groupVersion, resource, part }: QuestionTarget,
  { field, inOld, inEmulating }: AskedField,
  answered: Pick<FieldResult, 'reached' | 'class' | 'obstacle' | 'examples'>,
): FieldResult {
  return {
    groupVersion,
    resource,
    subresource: part?.subresource ?? '',
    path: formatFieldPath(field.path),
    declaredAs: field.declaredAs,
    gates: gatesIn(field.schema.description ?? ''),
    isNew: !inOld,
    shown: { old: inOld, emulating: inEmulating },
    ...answered,
  };
}

async function search(
  trio: Trio,
  { target, guide, old, bases }: Subject,
  { field, inGuide, inOld }: AskedField,
  known: Known,
  signal: AbortSignal,
): Promise<Reached | undefined> {
  const asks = (server: ProbedServer) => (placed: Placed) => server.ask(target, placed, signal);
  const way = known.get(field.declaredAs);
  const questions = QUESTIONS[way === undefined ? 'nothing' : way === 'in vain' ? way : 'a way'];
  const common = { bases, field, known };
  let found: Reached | undefined;
  if (guide && inGuide) {
    found = await reach({ ...guide, ...common, questions: questions.guide, ask: asks(trio.guide) });
  }
  // a field that only the old release has is searched there as one is on the guide
  const most = found ? questions.old : questions.guide;
  if (found?.kept || !old || !inOld || most === 0) return found;
  const other = await reach({ ...old, ...common, questions: most, ask: asks(trio.old) });
  return other?.kept ? other : (found ?? other);
}

/** The same object with other values of the field: all that the API lists, and those at the edge. */
function further(field: Field, { placed, outcome, kept }: Reached): Placed[] {
  const listed =
    field.schema.enum ??
    (outcome.kind === 'refused' ? outcome.causes.flatMap(({ message }) => supportedValues(message)) : []);
  const values = kept ? [...listed, ...borderline(field.schema, field.type)] : listed;
  const first = JSON.stringify(placed.object);
  return values
    .map((value) => ({ object: withValueAt(placed.object, placed.at, value), at: placed.at }))
    .filter(({ object }) => JSON.stringify(object) !== first);
}

/** Puts one question to all three servers and compares what the two that must agree answer. */
export async function askAll(
  trio: Trio,
  target: QuestionTarget,
  placed: Placed,
  { inOld, inEmulating }: Pick<AskedField, 'inOld' | 'inEmulating'>,
  counts: NormalisationCounts,
  signal: AbortSignal,
): Promise<Example> {
  const [old, emulating, guide] = await Promise.all([
    trio.old.ask(target, placed, signal),
    trio.emulating.ask(target, placed, signal),
    trio.guide.ask(target, placed, signal),
  ]);
  const shown = { old: inOld, emulating: inEmulating };
  const { class: fieldClass, elsewhere } = compareAnswers(placed, old, emulating, shown, counts);
  return {
    class: fieldClass,
    question: { target, inOld, inEmulating },
    value: valueAt(placed.object, placed.at) ?? null,
    object: placed.object,
    at: formatValuePath(placed.at),
    old: brief(old),
    emulating: brief(emulating),
    guide: brief(guide),
    elsewhere,
  };
}

/** Compares two answers to one question without what is another at every request. */
export function compareAnswers(
  placed: Placed,
  old: Outcome,
  emulating: Outcome,
  shown: Shown,
  counts: NormalisationCounts,
): Comparison {
  const clean = (outcome: Outcome): Outcome => withoutMadeUp(outcome, placed, counts);
  return compareOutcomes(clean(old), clean(emulating), placed.at, shown);
}

/** An answer of just now without what is another at every request. */
export function withoutMadeUp(outcome: Outcome, { object }: Placed, counts: NormalisationCounts): Outcome {
  if (!('object' in outcome)) return outcome;
  return { ...outcome, object: normalise(outcome.object, scalarsOf(object), Date.now(), counts) };
}

/** An answer as reports show it. */
export function brief(outcome: Outcome): BriefOutcome {
  switch (outcome.kind) {
    case 'kept':
      return { kind: 'kept', value: outcome.value };
    case 'refused':
      return { kind: 'refused', status: outcome.status, causes: outcome.causes, message: outcome.message };
    case 'unanswered':
      return { kind: 'unanswered', message: outcome.message };
    case 'dropped':
    case 'not served':
      return { kind: outcome.kind };
  }
}

function obstacleOf(outcome: Outcome | undefined): string {
  if (!outcome) return 'no object could be made for it';
  switch (outcome.kind) {
    case 'refused':
    case 'unanswered':
      return outcome.message.slice(0, 500);
    default:
      return outcome.kind;
  }
}

/** Gates that a description names: "requires the Foo feature gate", "the `Foo` feature gate". */
function gatesIn(description: string): string[] {
  const found = description.matchAll(/\b([A-Z][A-Za-z0-9]{5,})[`'"]?\s+feature[- ]?gate/g);
  return [...new Set([...found].map(([, gate]) => gate ?? ''))].sort();
}
