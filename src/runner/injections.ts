import { setTimeout as delay } from 'node:timers/promises';
import { prepareFault, type FaultContext } from '../faults/index.js';
import { describeFault, type PlannedFault } from '../model/fault.js';
import type { FaultRecord } from '../model/journal.js';
import type { Launch, PlannedStep } from '../model/plan.js';
import { pointAt, type Moment, type PointName } from '../model/point.js';
import type { ActionRecorder } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import type { RunContext } from './run-context.js';
import type { Saboteur } from './saboteur.js';

/** Ends a transition at the point where its plan ends it. */
export class Halt extends Error {
  constructor(readonly point: PointName) {
    super(`the transition ends at ${point}, as planned`);
  }
}

type Ground = Omit<FaultContext, 'signal' | 'handles' | 'launch'>;

/** What of a transition concerns its faults. */
interface Faulty {
  readonly faults?: readonly PlannedFault[];
  readonly launch: Launch;
  readonly stopAt?: PointName;
}

/**
 * The faults of one step. What happens to them is in the journal; nothing of it is thrown, because a fault that did not land is
 * the judge's business and the run goes on.
 */
export class Injections {
  readonly #context: RunContext;
  readonly #step: PlannedStep;
  readonly #ground: Ground;
  readonly #saboteur: Saboteur;
  readonly #pending: Promise<void>[] = [];
  readonly #end = new AbortController();

  constructor(context: RunContext, step: PlannedStep, ground: Ground, saboteur: Saboteur) {
    this.#context = context;
    this.#step = step;
    this.#ground = ground;
    this.#saboteur = saboteur;
  }

  /**
   * Records the actions of a transition and lets its faults act at their points: before and after an action it waits until a
   * fault has taken effect, and is healed where it does not last, during an action it does not. Throws {@link Halt} at `stopAt`.
   */
  recorder({ faults = [], launch, stopAt }: Faulty): ActionRecorder {
    const pass = async (moment: Moment, action: string): Promise<void> => {
      const point = pointAt(moment, action);
      await Promise.all(faults.filter((fault) => fault.point === point).map((fault) => this.#reach(fault, launch)));
      if (point === stopAt) throw new Halt(point);
    };
    return async (action, act) => {
      await pass('before', action);
      const acting = this.#context.record(this.#step, action, act);
      await Promise.allSettled([acting, pass('during', action)]);
      const value = await acting;
      await pass('after', action);
      return value;
    };
  }

  /** Returns when every fault that was begun has ended, or has shown that it does not. */
  async finish(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Heals what is still on, at once; for a transition that broke off. */
  async close(): Promise<void> {
    this.#end.abort(new Error('the transition broke off'));
    await this.finish();
  }

  /** Returns when the fault has taken effect and, where it does not last, is healed; at once where it comes later than its point. */
  async #reach(fault: PlannedFault, launch: Launch): Promise<void> {
    let goOn = (): void => undefined;
    const landed = new Promise<void>((resolve) => (goOn = resolve));
    this.#pending.push(this.#live(fault, launch, goOn));
    if (fault.delayMs === 0) await landed;
  }

  async #live(fault: PlannedFault, launch: Launch, goOn: () => void): Promise<void> {
    const signal = AbortSignal.any([this.#context.signal, this.#end.signal]);
    try {
      const { handles } = this.#ground.cluster;
      if (!handles) throw new Error('the provider offers nothing to inject a fault with');
      await delay(fault.delayMs, undefined, { signal });
      const injection = this.#saboteur.bendFault(
        await prepareFault(fault.spec, { ...this.#ground, handles, launch, signal }),
        this.#step.index,
        fault.id,
      );
      const forget = this.#context.defer(`heal ${fault.id}`, () => injection.heal());
      try {
        this.#tell(fault, 'inject');
        await injection.inject();
        this.#tell(fault, 'onset', await injection.onset());
        if (fault.lastsMs > 0) goOn();
        await delay(fault.lastsMs, undefined, { signal });
      } finally {
        this.#tell(fault, 'heal');
        await injection.heal();
        forget();
        goOn();
      }
      this.#tell(fault, 'end', await injection.end());
    } catch (error) {
      this.#tell(fault, 'unconfirmed', messageOf(error));
    } finally {
      goOn();
    }
  }

  #tell(fault: PlannedFault, event: FaultRecord['event'], message = ''): void {
    const what = describeFault(fault.spec);
    const { journal, events } = this.#context.request;
    journal.fault({ step: this.#step.name, fault: fault.id, event, point: fault.point, what, message });
    if (message !== '') events({ type: 'progress', message: `${what} at ${fault.point}: ${event}, ${message}` });
  }
}
