import { join } from 'node:path';
import type { KubeComponent } from '../model/component.js';
import type { LinkName } from '../model/fault-kinds.js';
import type { Launch, PlannedStep } from '../model/plan.js';
import { KnownSightings } from '../probes/observe.js';
import type { Cluster, ClusterPorts, ClusterProvider } from '../providers/cluster.js';
import { TeardownStack, type TeardownProblem } from '../support/teardown.js';
import type { RunRequest } from './run-request.js';

/** A cluster that a run wants. */
export interface WantedCluster {
  /** Appended to the run's id. */
  readonly name: string;
  readonly launch: Launch;
  readonly logs: string;
  readonly components: readonly KubeComponent[];
  readonly restoreFrom?: string;
  readonly ports?: ClusterPorts;
  /** Connections that shall lead through the harness. */
  readonly links?: readonly LinkName[];
}

/** What all parts of one run share: its request, its one way to end, its journal and what must be undone. */
export class RunContext {
  readonly request: RunRequest;
  /** Fires when the user asks for the end, and when a part of the run fails that others do not wait for. */
  readonly signal: AbortSignal;
  /** One copy of what several observations see. */
  readonly known = new KnownSightings();
  readonly #abort = new AbortController();
  readonly #teardown = new TeardownStack();
  #step = '';

  constructor(request: RunRequest) {
    this.request = request;
    this.signal = AbortSignal.any([request.signal, this.#abort.signal]);
  }

  /** Ends the run at its next action, for this reason unless there is one already. */
  abort(reason: unknown): void {
    if (!this.#abort.signal.aborted) this.#abort.abort(reason);
  }

  /** Performs an atomic action of a step, between its intent and its result in the journal. */
  record<T>(step: PlannedStep, action: string, act: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    this.#step = step.name;
    this.request.events({ type: 'action', step: step.name, action });
    return this.request.journal.record(step.name, action, act);
  }

  /** Provisions a cluster that is stopped at the end of the run at the latest. */
  async start(provider: ClusterProvider, wanted: WantedCluster): Promise<Cluster> {
    const { plan, programs, workDirectory } = this.request;
    const id = `${this.request.id}-${wanted.name}`;
    this.signal.throwIfAborted();
    const cluster = await provider.provision({
      id,
      workDirectory: join(workDirectory, id),
      logDirectory: wanted.logs,
      launch: wanted.launch,
      etcdVersion: plan.versions.etcd,
      ...(wanted.restoreFrom === undefined ? {} : { restoreFrom: wanted.restoreFrom }),
      ...(wanted.ports === undefined ? {} : { ports: wanted.ports }),
      ...(wanted.links === undefined ? {} : { links: wanted.links }),
      components: wanted.components,
      terminationGraceSeconds: plan.terminationGraceSeconds,
      programs,
      signal: this.signal,
      onWarning: (message) => this.#warn(message),
    });
    this.#teardown.defer(`stop ${id}`, () => cluster.stop());
    return cluster;
  }

  /** Registers an undo for the end of the run; returns a function that takes it off again. */
  defer(name: string, undo: () => Promise<void>): () => void {
    return this.#teardown.defer(name, undo);
  }

  /** Undoes everything, last in first out, and gives what could not be undone. */
  teardown(): Promise<TeardownProblem[]> {
    return this.#teardown.run();
  }

  #warn(message: string): void {
    this.request.events({ type: 'warning', message });
    this.request.journal.warn(this.#step, message);
  }
}
