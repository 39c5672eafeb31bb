import { parseCauseField, valueAt, type ValuePath } from '../fields/field-path.js';
import type { Known } from '../fields/kind-answers.js';
import type { NormalisationCounts } from '../fields/normalise.js';
import type { Outcome } from '../fields/outcome.js';
import { place } from '../fields/place.js';
import type { FieldResult } from '../fields/result.js';
import { together, type Group, type Putting } from '../fields/together.js';
import { compareAnswers, resultOf, type AskedField, type Subject } from './ask-field.js';
import type { ProbedServer } from './server.js';

/** What asking about several fields at once gave. */
export interface AskedTogether {
  /** Both compared servers kept every value and answered the same object. */
  readonly alike: readonly FieldResult[];
  /** Anything else: to be asked about one by one. */
  readonly left: readonly AskedField[];
}

/**
 * Asks about many fields with one object, as far as a way to each is known already. Only one answer settles anything: that both compared
 * servers keep all values and answer alike. An object that is not answered so is asked about again without the fields that an answer blames, or
 * in halves where it blames none, so a field that differs, or that nobody takes, is left at the end.
 */
export async function askTogether(
  servers: Readonly<Record<'old' | 'emulating', Pick<ProbedServer, 'ask'>>>,
  subject: Subject,
  fields: readonly AskedField[],
  known: Known,
  { normalised, signal }: { readonly normalised: NormalisationCounts; readonly signal: AbortSignal },
): Promise<AskedTogether> {
  const [base] = subject.bases;
  const { guide, target } = subject;
  if (base === undefined || !guide) return { alike: [], left: fields };
  const items = fields.flatMap((item) => {
    const way = known.get(item.field.declaredAs);
    if (way === undefined || way === 'in vain' || !item.inOld || !item.inEmulating) return [];
    const put: Putting = (object) => place(guide.types, guide.root, object, item.field.path, way.value, way.placement);
    return [{ item, put }];
  });
  const settled = new Set<AskedField>();
  const settle = async (group: Group<AskedField>): Promise<void> => {
    const [first] = group.members;
    if (!first) return;
    const question = { object: group.object, at: first.at };
    const [old, emulating] = await Promise.all([
      servers.old.ask(target, question, signal),
      servers.emulating.ask(target, question, signal),
    ]);
    const shown = { old: true, emulating: true };
    const suspects = group.members.filter(({ at }) => [old, emulating].some((answer) => complainsOf(answer, at)));
    const isKept = old.kind === 'kept' && emulating.kind === 'kept';
    if (
      isKept &&
      suspects.length === 0 &&
      compareAnswers(question, old, emulating, shown, normalised).class === 'same'
    ) {
      for (const { item } of group.members) settled.add(item);
      return;
    }
    if (group.members.length === 1) return;
    const blamed = suspects.length > 0 && suspects.length < group.members.length;
    // whatever the answer blames is asked about one by one
    const parts = blamed ? [group.members.filter((one) => !suspects.includes(one))] : halves(group.members);
    for (const part of parts) {
      const wanted = new Set(part.map(({ item }) => item));
      for (const smaller of together(
        base,
        items.filter(({ item }) => wanted.has(item)),
      ))
        await settle(smaller);
    }
  };
  await Promise.all(together(base, items).map(settle));
  const alike = fields
    .filter((field) => settled.has(field))
    .map((field) => resultOf(target, field, { reached: true, class: 'same', obstacle: '', examples: [] }));
  return { alike, left: fields.filter((field) => !settled.has(field)) };
}

/** True when an answer drops the value there, or names that place, what holds it or what is in it as a reason to refuse. */
function complainsOf(answer: Outcome, at: ValuePath): boolean {
  switch (answer.kind) {
    case 'kept':
    case 'dropped':
      return valueAt(answer.object, at) === undefined;
    case 'refused':
      return answer.causes.some(({ field }) => overlaps(parseCauseField(field), at));
    case 'not served':
    case 'unanswered':
      return false;
  }
}

function overlaps(a: ValuePath, b: ValuePath): boolean {
  return a.length > 0 && a.slice(0, b.length).every((step, index) => step === b[index]);
}

function halves<T>(all: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)];
}
