import { actsAsItself } from '../model/effective-version.js';
import type { JournalFacts, JudgeInput, OracleEvidence } from '../model/judge-input.js';
import type { Checkpoint, StoredObject } from '../model/observation.js';
import type { Plan, PlannedStep } from '../model/plan.js';
import { ClientObjects } from './client-objects.js';
import { DefaultObjects } from './default-objects.js';
import { emittedEventSubject, nameOfStored, subjectOf } from './object-identity.js';
import { Reported } from './reported.js';
import { Sight } from './sight.js';

/** One stop of a run as the guarantees see it: what was planned, what was seen, and what came before. */
export interface Stop {
  readonly plan: Plan;
  readonly journal: JournalFacts;
  readonly step: PlannedStep;
  readonly checkpoint: Checkpoint;
  readonly arrival: Sight;
  readonly departure: Sight;
  /** Undefined when the oracle was not examined. */
  readonly oracle: OracleEvidence | undefined;
  /** What a fresh server of the version that this stop acts as writes by itself. */
  readonly defaults: DefaultObjects;
  readonly previous: Stop | undefined;
  /** The latest earlier stop at the same triple. */
  readonly returnsTo: Stop | undefined;
  /** Every stop of the run, also later ones. */
  readonly all: readonly Stop[];
  readonly clients: ClientObjects;
  readonly reported: Reported;
}

/** A stop that has one before it. */
export type LaterStop = Stop & { readonly previous: Stop };

/** The stops that were reached: as many checkpoints as follow the plan's steps from the first on. */
export function reachedStops(input: JudgeInput): Stop[] {
  const clients = new ClientObjects(input);
  const reported = new Reported();
  const stops: Stop[] = [];
  for (const [index, checkpoint] of input.checkpoints.entries()) {
    const step = input.plan.steps[index];
    if (step?.name !== checkpoint.step) break;
    const oracle = Object.hasOwn(input.oracles, step.oracle) ? input.oracles[step.oracle] : undefined;
    stops.push({
      plan: input.plan,
      journal: input.journal,
      step,
      checkpoint,
      arrival: new Sight(checkpoint.arrival),
      departure: new Sight(checkpoint.departure),
      oracle,
      defaults: new DefaultObjects(oracle?.store ?? []),
      previous: stops[index - 1],
      returnsTo: step.returnsTo === undefined ? undefined : stops[step.returnsTo],
      all: stops,
      clients,
      reported,
    });
  }
  return stops;
}

/** True when a stop has one before it, so that something can be compared over the step between them. */
export function hasPrevious(stop: Stop): stop is LaterStop {
  return stop.previous !== undefined;
}

/** True when the stop's binary acts as an older minor. */
export function isEmulating({ step }: Stop): boolean {
  return !actsAsItself(step.launch.version);
}

/** True when the API server was told to serve, besides, what came after the version that it emulates. */
export function isForwardCompatible(stop: Stop): boolean {
  return stop.plan.forwardCompatible === true && isEmulating(stop);
}

/** How findings name a stored value: by the object it holds, or by its key where it cannot be decoded. */
export function storedSubject(stop: Stop, stored: StoredObject): string {
  const name = nameOfStored(stored);
  if (!name) return stored.key;
  return name.kind === 'Event' && !stop.clients.wrote(name)
    ? emittedEventSubject(name, stored.content)
    : subjectOf(name);
}

/** A file of a stop's checkpoint, relative to the run's directory. */
export function checkpointFile({ step }: Stop, file: string): string {
  return `checkpoints/${step.name}/${file}`;
}
