import type { Json } from '../model/observation.js';
import type { Field } from '../fields/field.js';
import type { Outcome } from '../fields/outcome.js';
import type { Known, Way } from '../fields/kind-answers.js';
import { PLACEMENTS, place, type Placed } from '../fields/place.js';
import { repair } from '../fields/repair.js';
import { plausible } from '../fields/samples.js';
import type { NamedSchema, Types } from '../fields/schema.js';

/** What the search for an accepted value of one field needs. */
export interface Search {
  readonly types: Types;
  readonly root: NamedSchema;
  readonly bases: readonly Json[];
  readonly field: Field;
  readonly known: Known;
  /** So many at most; most fields need one. */
  readonly questions: number;
  readonly ask: (placed: Placed) => Promise<Outcome>;
}

/** An object whose probed value was kept, or the last one that was tried and what came of it. */
export interface Reached {
  readonly kept: boolean;
  readonly placed: Placed;
  readonly outcome: Outcome;
  readonly way: Way;
}

/** How often one object is repaired by what the server says of it. */
const REPAIRS = 5;
/** A value that is dropped this often depends on something that is switched off. */
const DROPS = 4;

/**
 * Looks for an object in which the server keeps a value of the field: plausible values, in the base object as it is and
 * with less and less around the field, each repaired by what the server says is wrong with it. Undefined when the field
 * cannot be placed at all.
 */
export async function reach(search: Search): Promise<Reached | undefined> {
  let last: Reached | undefined;
  let asked = 0;
  let drops = 0;
  const seen = new Set<string>();
  for (const { way, placed: first } of attempts(search)) {
    let placed: Placed | undefined = first;
    for (let turn = 0; placed && turn <= REPAIRS; turn += 1) {
      const text = JSON.stringify(placed.object);
      if (seen.has(text)) break;
      seen.add(text);
      const outcome = await search.ask(placed);
      asked += 1;
      const kept = outcome.kind === 'kept';
      // a dropped value tells more of the field than the refusal of another
      if (kept || last?.outcome.kind !== 'dropped') last = { kept, placed, outcome, way };
      if (kept) return last;
      if (outcome.kind === 'dropped') drops += 1;
      if (drops >= DROPS || asked >= search.questions) return last;
      placed = outcome.kind === 'refused' ? repair(search.types, search.root, placed, outcome.causes) : undefined;
    }
  }
  return last;
}

/** Every pair, those first whose places in their lists add up to least: it may be the placement or the value that is wrong. */
function diagonally<A, B>(first: readonly A[], second: readonly B[]): (readonly [A, B])[] {
  const pairs = first.flatMap((a, i) => second.map((b, j) => ({ pair: [a, b] as const, rank: i + j })));
  return pairs.sort((a, b) => a.rank - b.rank).map(({ pair }) => pair);
}

function* attempts({ types, root, bases, field, known }: Search): Generator<{ way: Way; placed: Placed }> {
  const name = [...field.path].reverse().find((step) => step !== '[]' && step !== '{}') ?? '';
  const values = plausible(name, field.schema, field.type);
  const before = known.get(field.declaredAs);
  const tried: Way[] = [
    ...(before === undefined || before === 'in vain' ? [] : [before]),
    ...diagonally(PLACEMENTS, values).map(([placement, value]) => ({ placement, value })),
  ];
  for (const way of tried) {
    for (const base of bases) {
      const placed = place(types, root, base, field.path, way.value, way.placement);
      if (placed) yield { way, placed };
    }
  }
}
