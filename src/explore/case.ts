import type { FaultSpec } from '../model/fault.js';
import type { PointName } from '../model/point.js';
import type { TransitionName } from '../model/transition.js';

/** How a transition goes on after its fault: `on` to its end, or it is left half-way and `back` to where it began. */
export const DIRECTIONS = ['on', 'back'] as const;

/** One of {@link DIRECTIONS}. */
export type Direction = (typeof DIRECTIONS)[number];

/** One fault at one point of one transition of a scenario, and how it goes on from there. */
export interface Case {
  /** Unique in its scenario and fit for file names: `2-binary-upgrade.kube-apiserver.after-spawn.kill-etcd.back`. */
  readonly id: string;
  /** The transition's index in the scenario's steps. */
  readonly step: number;
  /** The stop that the transition leads to, as the plan of the scenario numbers it. */
  readonly stop: number;
  readonly transition: TransitionName;
  readonly spec: FaultSpec;
  readonly point: PointName;
  readonly direction: Direction;
}

/** The move that leads back to where this one began; undefined where there is none, or nothing to go back from. */
export function wayBack(transition: TransitionName): TransitionName | undefined {
  switch (transition) {
    case 'binary-upgrade':
      return 'binary-rollback';
    case 'binary-rollback':
      return 'binary-upgrade';
    case 'emulation-upgrade':
      return 'emulation-rollback';
    case 'emulation-rollback':
      return 'emulation-upgrade';
    case 'finalize':
      return 'unfinalize';
    case 'unfinalize':
      return 'finalize';
    // the one restarts what is there, the other leaves several moves behind at once
    case 'null-restart':
    case 'direct-rollback':
      return undefined;
  }
}

/** Where a transition is left whose fault acts at `point`: there, or after the action in the middle of which it acts. */
export function leftAt(point: PointName): PointName {
  return point.replace('/during-', '/after-');
}
