import type { KubeComponent } from '../model/component.js';
import { pointsOf, type PointName } from '../model/point.js';

/**
 * The atomic actions by which a component is replaced, in order: the old process is told to stop and is gone, the new one is
 * spawned, and it is ready, which for an elected one includes that it leads.
 */
const REPLACEMENT = ['stop', 'spawn', 'ready'] as const;

/** The actions of a transition that replaces components in this order. */
export function transitionActions(order: readonly KubeComponent[]): string[] {
  return order.flatMap((component) => REPLACEMENT.map((action) => `${component}/${action}`));
}

/** The points of such a transition, in the order in which they are passed. */
export function transitionPoints(order: readonly KubeComponent[]): PointName[] {
  return pointsOf(transitionActions(order));
}

/** Where a half-way transition leaves a component: as it was, begun (and perhaps down), or replaced. */
export function componentsAt(
  stopAt: PointName,
  order: readonly KubeComponent[],
): { readonly begun: readonly KubeComponent[]; readonly finished: readonly KubeComponent[] } {
  const points = transitionPoints(order);
  const passed = points.slice(0, points.indexOf(stopAt) + 1);
  return {
    begun: order.filter((component) => passed.includes(`${component}/after-stop`)),
    finished: order.filter((component) => passed.includes(`${component}/after-ready`)),
  };
}

/** True where a component of the transition has no process: its old one is gone and its new one not yet there. */
export function isDownAt(component: KubeComponent, point: PointName): boolean {
  return [`${component}/after-stop`, `${component}/before-spawn`, `${component}/during-spawn`].includes(point);
}

/** True where a component of the transition has no process and nobody is starting it. */
export function isAwaitedAt(component: KubeComponent, point: PointName): boolean {
  return [`${component}/after-stop`, `${component}/before-spawn`].includes(point);
}

/** True where a component of the transition is not between its old process and its ready new one. */
export function isSettledAt(component: KubeComponent, point: PointName): boolean {
  if (!point.startsWith(`${component}/`)) return true;
  return [`${component}/before-stop`, `${component}/after-ready`].includes(point);
}
