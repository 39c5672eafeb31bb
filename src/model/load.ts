import type { ObservationProblem } from './observation-problem.js';

/** A resource that the load writes and watches, in the namespace `default`. */
export interface LoadedResource {
  readonly groupVersion: string;
  readonly resource: string;
  readonly kind: string;
}

/** What the load writes: kinds whose objects no controller touches. */
export const LOADED_RESOURCES: readonly LoadedResource[] = [
  { groupVersion: 'v1', resource: 'configmaps', kind: 'ConfigMap' },
  { groupVersion: 'v1', resource: 'secrets', kind: 'Secret' },
  { groupVersion: 'rbac.authorization.k8s.io/v1', resource: 'roles', kind: 'Role' },
];

/** The beginning of every name that the load gives; nothing else in a cluster is called so. */
export const LOAD_NAME = 'rehearse-load-';

/** The end of the name of the last object of each resource. */
export const LOAD_END = '-end';

/** What an object can have happen to it. */
export type LoadVerb = 'create' | 'update' | 'delete';

/**
 * Whether a write was carried out, as far as its answer tells. `taken`: the server said so. `refused`: it said no before anything was
 * stored, or was not there to be asked. `unknown`: anything else, such as a connection that broke while the answer was awaited.
 */
export type LoadOutcome = 'taken' | 'refused' | 'unknown';

/** One write, asked once and never again. */
export interface LoadWrite {
  readonly resource: string;
  readonly verb: LoadVerb;
  readonly name: string;
  /** What is written in the object and in no other version of it or of another one; empty for a deletion. */
  readonly mark: string;
  /** When it was asked for and when it was answered or given up, ms since the load began. */
  readonly calledAt: number;
  readonly answeredAt: number;
  readonly outcome: LoadOutcome;
  /** The answer's status; 0 without one. */
  readonly status: number;
  /** The revision that the answer names; 0 where it names none, as for deletions. */
  readonly revision: number;
  /** What the server or the connection said where it was not taken. */
  readonly message: string;
}

/** One change of an object, as etcd's own history has it. */
export interface LoggedWrite {
  readonly resource: string;
  readonly verb: LoadVerb;
  readonly name: string;
  readonly mark: string;
  readonly revision: number;
}

/** What the watcher of one resource met, in its order. */
export type WatchRecord =
  | {
      /** All objects were listed, and are watched from this revision on. */
      readonly type: 'listed';
      readonly resource: string;
      readonly revision: number;
      readonly objects: readonly Omit<LoggedWrite, 'resource' | 'verb'>[];
      /** The highest revision that had been acknowledged to any writer when the list was asked for. */
      readonly acknowledged: number;
    }
  | ({ readonly type: 'event' } & LoggedWrite)
  | {
      /** The watch ended; it is resumed after its last event, or after a list where the server no longer can. */
      readonly type: 'ended';
      readonly resource: string;
      readonly message: string;
    };

/** What a light load wrote and saw during one transition, and what etcd says of it. */
export interface LoadHistory {
  readonly writes: readonly LoadWrite[];
  /** By revision. */
  readonly log: readonly LoggedWrite[];
  readonly watches: readonly WatchRecord[];
  /** Why the history is not complete; empty when it is. */
  readonly problems: readonly ObservationProblem[];
}
