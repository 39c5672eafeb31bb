import { join } from 'node:path';
import pLimit from 'p-limit';
import { KUBE_COMPONENTS } from '../model/component.js';
import type { RollbackResult, StoredObject } from '../model/observation.js';
import type { PlannedOracle, PlannedStep } from '../model/plan.js';
import { examineRollback } from '../probes/rollback-oracle.js';
import { settle } from '../probes/settle.js';
import { observeOracle } from '../probes/surface-oracle.js';
import type { Cluster } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import type { RunContext } from './run-context.js';

/**
 * The real servers that a run is measured with. They run beside the rehearsal, one at a time: each is a whole API server, and
 * the rehearsed cluster must not starve.
 */
export class Oracles {
  readonly #context: RunContext;
  readonly #turn = pLimit(1);
  readonly #asked: Promise<void>[] = [];

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** Queues work; its failure ends the run at its next action. */
  inTurn(work: () => Promise<void>): void {
    this.#asked.push(this.#turn(work).catch((error: unknown) => this.#context.abort(error)));
  }

  /** Returns when everything that was queued has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#asked);
  }

  /** Looks at a fresh cluster of the oracle's version. */
  async askSurface(oracle: PlannedOracle): Promise<void> {
    const { known } = this.#context;
    const { oracles, questions, store } = this.#context.request;
    const cluster = await this.#context.start(oracles, {
      name: `oracle-${oracle.id}`,
      launch: oracle.launch,
      logs: join(store.logs, `oracle-${oracle.id}`),
      components: KUBE_COMPONENTS,
    });
    try {
      for (const component of KUBE_COMPONENTS) await cluster.waitUntilReady(component);
      await settle(cluster, this.#context.signal);
      await store.writeOracle(oracle.id, await observeOracle(cluster, questions, known.behaviour));
    } finally {
      await cluster.stop();
    }
  }

  /** Lets the real old release take over a snapshot of a stop's data. */
  async askRollback(step: PlannedStep, snapshot: string, left: readonly StoredObject[]): Promise<RollbackResult> {
    const { known } = this.#context;
    const { plan, oracles, store } = this.#context.request;
    const logs = `rollback-${step.name}`;
    let cluster: Cluster | undefined;
    try {
      return await this.#context.record(step, 'rollback/oracle', () =>
        examineRollback({
          left,
          known: known.stored,
          evidence: [`logs/${logs}/kube-apiserver-1.log`],
          start: async () =>
            (cluster = await this.#context.start(oracles, {
              name: `rollback-${step.index}`,
              launch: plan.rollbackTarget,
              logs: join(store.logs, logs),
              components: ['kube-apiserver'],
              restoreFrom: snapshot,
            })),
        }),
      );
    } catch (error) {
      return notExamined(this.#context.signal.aborted ? 'the run was stopped before' : messageOf(error));
    } finally {
      await cluster?.stop();
    }
  }
}

/** The result of a rollback that nobody tried. */
export function notExamined(reason: string): RollbackResult {
  return { outcome: 'not examined', reason, facts: [], examined: 0, evidence: [] };
}
