import { KUBE_COMPONENTS } from '../../../model/component.js';
import type { Action } from '../timeline.js';

/** A row of the timeline. */
export interface Lane {
  readonly name: string;
  readonly actions: readonly Action[];
}

const HARNESS = 'observe and write';
const ROLLBACK = 'rollback oracle';
const ORDER = ['etcd', ...KUBE_COMPONENTS, 'nodes', HARNESS, ROLLBACK, 'other'];

/** The actions by who acts: each component, the harness, and the rollback oracle, which runs beside them. */
export function lanesOf(actions: readonly Action[]): Lane[] {
  const lanes = new Map<string, Action[]>();
  for (const action of actions) {
    const name = laneOf(action.action);
    lanes.set(name, [...(lanes.get(name) ?? []), action]);
  }
  return ORDER.flatMap((name) => {
    const own = lanes.get(name);
    return own ? [{ name, actions: own }] : [];
  });
}

/** What an action does, for its colour: `stop`, `start`, `ready`, `settle`, `observe`, `wave`, `oracle` ... */
export function verbOf(action: string): string {
  return action.split('/').at(-1)!;
}

function laneOf(action: string): string {
  const [actor = ''] = action.split('/');
  if (['arrival', 'departure', 'wave', 'cluster', 'fill', 'load'].includes(actor)) return HARNESS;
  if (actor === 'rollback') return ROLLBACK;
  return ORDER.includes(actor) ? actor : 'other';
}
