import { z } from 'zod';
import { QUESTION_TOPICS, type ApiDescription, type Behaviour, type OpenApiVersion } from '../model/behaviour.js';
import type { KubeComponent } from '../model/component.js';
import type { LoadWrite, LoggedWrite, WatchRecord } from '../model/load.js';
import type {
  ComponentEvidence,
  Json,
  ObservationProblem,
  PodCount,
  RollbackFact,
  RollbackResult,
  ServedObject,
  StoredObject,
  Surface,
  WaveResult,
} from '../model/observation.js';
import { ROLLBACK_OUTCOMES } from '../model/transition.js';

/*
 * What the files of a checkpoint must look like. They are checked because judging a damaged file would blame the cluster for
 * the damage. Objects are loose: a field that a newer harness added is kept, not dropped.
 */

const text = z.string();
const texts = z.array(text);
const whole = z.int().nonnegative();
/** Anything JSON.parse gives; only that it is there. */
export const json = z.custom<Json>((value) => value !== undefined, 'is missing');

/** The gates of one component. */
export const gates = z.array(z.looseObject({ name: text, stage: text, enabled: z.boolean() }));

const evidence: z.ZodType<ComponentEvidence> = z.looseObject({
  component: z.enum(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']),
  instance: text,
  executableSha256: text,
  expectedSha256: text,
  binary: text,
  emulated: text.nullable(),
  minCompatibility: text.nullable(),
  sources: texts,
  gates,
  description: z
    .looseObject({
      goVersion: text,
      statusz: z.looseObject({ binary: text, emulated: text, goVersion: text }).nullable(),
      flagz: z.record(text, text).nullable(),
      configz: json,
    })
    .optional(),
});

/** components.json */
export const componentsSchema: z.ZodType<Readonly<Record<KubeComponent, ComponentEvidence>>> = z.looseObject({
  'kube-apiserver': evidence,
  'kube-controller-manager': evidence,
  'kube-scheduler': evidence,
});

/** surface-arrival.json, surface-departure.json */
export const surfaceSchema: z.ZodType<Surface> = z.looseObject({
  resources: z.array(
    z.looseObject({
      groupVersion: text,
      resource: text,
      kind: text,
      namespaced: z.boolean(),
      verbs: texts,
      shortNames: texts,
      categories: texts,
      storageVersionHash: text,
      custom: z.boolean(),
    }),
  ),
});

/** One line of store-*.ndjson */
export const storedObjectSchema: z.ZodType<StoredObject> = z.looseObject({
  key: text,
  createRevision: whole,
  modRevision: whole,
  sha256: text,
  encoding: z.enum(['protobuf', 'json', 'encrypted', 'unknown']),
  apiVersion: text,
  kind: text,
  content: json,
  unknownFields: texts,
});

/** One line of served-*.ndjson */
export const servedObjectSchema: z.ZodType<ServedObject> = z.looseObject({
  groupVersion: text,
  resource: text,
  namespace: text,
  name: text,
  content: json,
});

/** One line of counts-*.ndjson */
export const podCountSchema: z.ZodType<PodCount> = z.looseObject({ pod: text, startedAt: text, counter: whole });

const loadVerb = z.enum(['create', 'update', 'delete']);

/** One line of load-writes.ndjson */
export const loadWriteSchema: z.ZodType<LoadWrite> = z.looseObject({
  resource: text,
  verb: loadVerb,
  name: text,
  mark: text,
  calledAt: whole,
  answeredAt: whole,
  outcome: z.enum(['taken', 'refused', 'unknown']),
  status: whole,
  revision: whole,
  message: text,
});

const version = { name: text, mark: text, revision: whole };
const loggedWrite = { resource: text, verb: loadVerb, ...version };

/** One line of load-log.ndjson */
export const loggedWriteSchema: z.ZodType<LoggedWrite> = z.looseObject(loggedWrite);

/** One line of load-watches.ndjson */
export const watchRecordSchema: z.ZodType<WatchRecord> = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('listed'),
    resource: text,
    revision: whole,
    objects: z.array(z.looseObject(version)),
    acknowledged: whole,
  }),
  z.looseObject({ type: z.literal('event'), ...loggedWrite }),
  z.looseObject({ type: z.literal('ended'), resource: text, message: text }),
]);

/** What could not be seen. */
export const problems: z.ZodType<readonly ObservationProblem[]> = z.array(
  z.looseObject({ probe: text, subject: text, message: text }),
);

/** What could not be seen, at either moment of a stop. */
export interface Problems {
  /** Of the load's history, where there is one. */
  readonly load?: readonly ObservationProblem[] | undefined;
  readonly arrival: readonly ObservationProblem[];
  readonly departure: readonly ObservationProblem[];
}

/** problems.json */
export const problemsSchema: z.ZodType<Problems> = z.looseObject({
  arrival: problems,
  departure: problems,
  load: problems.optional(),
});

/** openapi/SHA256.json */
export const apiDescriptionSchema = z.custom<ApiDescription>(isApiDescription, 'no operations and schemas');

/** By hand: for some ten thousand texts the library makes a copy of each. */
function isApiDescription(value: unknown): boolean {
  const { operations, schemas } = (value ?? {}) as Partial<Record<string, unknown>>;
  const isMembers = (members: unknown): boolean => isMap(members) && Object.values(members).every(isText);
  return [operations, schemas].every((part) => isMap(part) && Object.values(part).every(isMembers));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** What a server shows and answers, with the names of its OpenAPI descriptions in their place. */
export type StoredBehaviour = Omit<Behaviour, 'openapi'> & {
  readonly openapi: Readonly<Record<OpenApiVersion, string>>;
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'the sha256 that names a file in openapi/');

/** behaviour.json, and the like in an oracle's file. */
export const behaviourSchema: z.ZodType<StoredBehaviour> = z.looseObject({
  openapi: z.looseObject({ v2: sha256, v3: sha256 }),
  answers: z.array(
    z.looseObject({
      question: text,
      topic: z.enum(QUESTION_TOPICS),
      status: z.int(),
      warnings: texts,
      refusal: z.looseObject({ reason: text, message: text, causes: z.record(text, text) }).nullable(),
      object: json,
    }),
  ),
  admission: texts,
  problems,
});

/** wave.json */
export const waveSchema: z.ZodType<WaveResult> = z.looseObject({
  writes: z.array(
    z.looseObject({
      action: z.enum(['create', 'update']),
      groupVersion: text,
      resource: text,
      namespace: text,
      name: text,
      status: z.int(),
      message: text,
      required: z.boolean(),
      dropped: texts,
    }),
  ),
});

/** One thing that a rollback would cost. */
export const fact: z.ZodType<RollbackFact> = z.looseObject({
  type: z.enum(['not-ready', 'undecodable', 'unreadable', 'refused', 'orphaned', 'field-lost', 'field-changed']),
  subject: text,
  path: text,
  before: json,
  after: json,
  message: text,
});

/** What came of asking the old release. */
export const rollbackOutcome = z.enum([...ROLLBACK_OUTCOMES, 'not examined']);

/** rollback.json */
export const rollbackSchema: z.ZodType<RollbackResult> = z.looseObject({
  outcome: rollbackOutcome,
  reason: text,
  facts: z.array(fact),
  examined: whole,
  evidence: texts,
});

/** Number of records in each line file of a checkpoint. */
export interface CheckpointCounts {
  readonly 'store-arrival': number;
  readonly 'store-departure': number;
  readonly 'served-arrival': number;
  readonly 'served-departure': number;
  readonly 'counts-arrival'?: number | undefined;
  readonly 'counts-departure'?: number | undefined;
  readonly 'load-writes'?: number | undefined;
  readonly 'load-log'?: number | undefined;
  readonly 'load-watches'?: number | undefined;
}

/** checkpoint.json, written last: a checkpoint without it is not complete. */
export const checkpointMarkSchema: z.ZodType<{ readonly step: string; readonly records: CheckpointCounts }> =
  z.looseObject({
    step: text,
    records: z.looseObject({
      'store-arrival': whole,
      'store-departure': whole,
      'served-arrival': whole,
      'served-departure': whole,
      'counts-arrival': whole.optional(),
      'counts-departure': whole.optional(),
      'load-writes': whole.optional(),
      'load-log': whole.optional(),
      'load-watches': whole.optional(),
    }),
  });
