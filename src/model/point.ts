/** When, relative to an atomic action, a point lies. `during`: the action has begun, and nobody waits for its end. */
export const MOMENTS = ['before', 'during', 'after'] as const;

/** One of {@link MOMENTS}. */
export type Moment = (typeof MOMENTS)[number];

/**
 * The name of a place in a transition where a fault can act or the transition can end: `kube-apiserver/after-spawn` for the
 * action `kube-apiserver/spawn`.
 */
export type PointName = string;

/** The point at a moment of an action. */
export function pointAt(moment: Moment, action: string): PointName {
  const slash = action.lastIndexOf('/') + 1;
  return `${action.slice(0, slash)}${moment}-${action.slice(slash)}`;
}

/** The points of these actions, in the order in which they are passed. */
export function pointsOf(actions: readonly string[]): PointName[] {
  return actions.flatMap((action) => MOMENTS.map((moment) => pointAt(moment, action)));
}
