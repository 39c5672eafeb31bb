import type { JournalRecord } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';

/** The journal as stretches of time; all times are ms since the run's first record. */
export interface Timeline {
  /** The last record. */
  readonly end: number;
  readonly actions: readonly Action[];
  /** When the API could not be reached because its server was being replaced. */
  readonly outages: readonly { readonly step: string; readonly from: number; readonly to: number | null }[];
  readonly warnings: readonly { readonly at: number; readonly step: string; readonly message: string }[];
}

/** One atomic action. */
export interface Action {
  readonly step: string;
  /** As in the journal, e.g. `kube-apiserver/stop`. */
  readonly action: string;
  readonly from: number;
  /** Null where the run ended before it did. */
  readonly to: number | null;
  readonly ok: boolean;
  /** Why it failed, or empty. */
  readonly message: string;
}

/** How long a stop took to reach. */
export interface StopTimes {
  /** Replacing the components, ms; null where it did not end. */
  readonly transitionMs: number | null;
  readonly apiAwayMs: number | null;
}

/** Pairs intents with their results. */
export function timeline(journal: readonly JournalRecord[]): Timeline {
  const actions: Action[] = [];
  const open = new Map<string, number[]>();
  for (const record of journal) {
    if (record.type !== 'intent' && record.type !== 'result') continue;
    const { step, action, at } = record;
    const key = JSON.stringify([step, action]);
    if (record.type === 'intent') {
      open.set(key, [...(open.get(key) ?? []), actions.length]);
      actions.push({ step, action, from: at, to: null, ok: true, message: '' });
      continue;
    }
    const index = open.get(key)?.shift();
    // a result that nothing announced still happened
    const from = index === undefined ? at - record.ms : actions[index]!.from;
    const ended = { step, action, from, to: at, ok: record.ok, message: record.message };
    if (index === undefined) actions.push(ended);
    else actions[index] = ended;
  }
  return {
    end: Math.max(0, ...journal.map(({ at }) => at)),
    actions,
    outages: outages(actions),
    warnings: journal.flatMap((record) =>
      record.type === 'warning' ? [{ at: record.at, step: record.step, message: record.message }] : [],
    ),
  };
}

/** The times of one stop of the plan. */
export function stopTimes({ actions, outages }: Timeline, step: Plan['steps'][number]): StopTimes {
  const own = actions.filter((action) => action.step === step.name);
  const settled = own.findIndex(({ action }) => action === 'arrival/settle');
  const moving = own.slice(0, Math.max(0, settled)).map(({ from, to }) => ({ from, to: to ?? from }));
  const outage = outages.find((each) => each.step === step.name);
  return {
    transitionMs:
      moving.length === 0
        ? null
        : Math.max(...moving.map(({ to }) => to)) - Math.min(...moving.map(({ from }) => from)),
    apiAwayMs: outage === undefined || outage.to === null ? null : outage.to - outage.from,
  };
}

function outages(actions: readonly Action[]): Timeline['outages'] {
  return actions
    .filter(({ action }) => action === 'kube-apiserver/stop')
    .map(({ step, from }) => {
      const ready = actions.find(
        (other) => other.step === step && other.action === 'kube-apiserver/ready' && other.ok && other.from >= from,
      );
      return { step, from, to: ready?.to ?? null };
    });
}
