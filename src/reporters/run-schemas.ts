import { z } from 'zod';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import type { JournalRecord } from '../model/journal.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { Plan } from '../model/plan.js';
import type { RequestSecond } from '../model/request-second.js';
import { SCENARIO_KINDS, type LedgerEntry } from '../model/scenario.js';
import { ROLLBACK_OUTCOMES } from '../model/transition.js';
import type { Finding, Verdict } from '../model/verdict.js';
import {
  behaviourSchema,
  fact,
  gates,
  json,
  problems,
  rollbackOutcome,
  storedObjectSchema,
  surfaceSchema,
  type StoredBehaviour,
} from './checkpoint-schemas.js';

/* What the files beside the checkpoints must look like; loose, like those. */

const text = z.string();
const texts = z.array(text);
const whole = z.int().nonnegative();

/** An oracle's evidence, as its file holds it. */
export type StoredOracle = Omit<OracleEvidence, 'behaviour'> & { readonly behaviour: StoredBehaviour };

/** oracles/ID.json */
export const oracleSchema: z.ZodType<StoredOracle> = z.looseObject({
  surface: surfaceSchema,
  behaviour: behaviourSchema,
  gates: z.looseObject({ 'kube-apiserver': gates, 'kube-controller-manager': gates, 'kube-scheduler': gates }),
  store: z.array(storedObjectSchema),
  problems,
});

/** One line of journal.ndjson */
export const journalRecordSchema: z.ZodType<JournalRecord> = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('run'),
    at: z.number(),
    event: z.enum(['started', 'completed', 'step-failed', 'interrupted', 'broken']),
    message: text,
  }),
  z.looseObject({ type: z.literal('intent'), at: z.number(), step: text, action: text }),
  z.looseObject({
    type: z.literal('result'),
    at: z.number(),
    step: text,
    action: text,
    ok: z.boolean(),
    ms: z.number(),
    message: text,
  }),
  z.looseObject({
    type: z.literal('fault'),
    at: z.number(),
    step: text,
    fault: text,
    event: z.enum(['inject', 'onset', 'heal', 'end', 'unconfirmed']),
    point: text,
    what: text,
    message: text,
  }),
  z.looseObject({ type: z.literal('resumed'), at: z.number(), step: text }),
  z.looseObject({ type: z.literal('halt'), at: z.number(), step: text, point: text }),
  z.looseObject({ type: z.literal('warning'), at: z.number(), step: text, message: text }),
  z.looseObject({ type: z.literal('sabotage'), at: z.number(), step: text, message: text }),
]);

/** One line of requests.ndjson */
export const requestSecondSchema: z.ZodType<RequestSecond> = z.looseObject({
  second: whole,
  requests: whole,
  errors: whole,
  median: z.number(),
  p99: z.number(),
});

const ledgerEntry: z.ZodType<LedgerEntry> = z.looseObject({
  id: text,
  guarantee: z.enum(GUARANTEE_IDS),
  versions: text,
  subject: text,
  path: text,
  reason: text,
  source: text,
});

/** expected.yaml */
export const expectedSchema: z.ZodType<{ readonly expected: readonly LedgerEntry[] }> = z.looseObject({
  schemaVersion: z.literal(1),
  expected: z.array(ledgerEntry),
});

/** plan.json, as far as a reader would misjudge a damaged one without noticing; the rest is taken as it is. */
export const planSchema = z.looseObject({
  schemaVersion: z.literal(1),
  scenario: text,
  kind: z.enum(SCENARIO_KINDS),
  seed: z.number(),
  versions: z.looseObject({ from: text, to: text, etcd: text }),
  steps: z.array(
    z.looseObject({
      index: whole,
      name: text,
      transition: text,
      launch: z.looseObject({ version: z.looseObject({ binary: text, emulated: text, minCompatibility: text }) }),
      oracle: text,
      rollback: z.looseObject({ worst: z.enum(ROLLBACK_OUTCOMES) }),
    }),
  ),
  oracles: z.array(z.looseObject({ id: text })),
  expected: z.array(ledgerEntry),
}) as unknown as z.ZodType<Plan>;

const finding: z.ZodType<Finding> = z.looseObject({
  guarantee: z.enum(GUARANTEE_IDS),
  severity: z.enum(['violation', 'inconclusive', 'note']),
  step: text,
  component: text,
  subject: text,
  path: text,
  before: json,
  after: json,
  message: text,
  evidence: texts,
});

/** verdict.json */
export const verdictSchema: z.ZodType<Verdict> = z.looseObject({
  schemaVersion: z.literal(1),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  scenario: text,
  versions: z.looseObject({ from: text, to: text, etcd: text }),
  coverage: z.partialRecord(z.enum(GUARANTEE_IDS), whole),
  findings: z.array(finding),
  expected: z.array(z.looseObject({ entry: ledgerEntry, step: text, before: json, after: json })),
  unmatched: texts,
  noise: z.array(z.looseObject({ subject: text, path: text, explained: whole })),
  rollback: z.array(z.looseObject({ step: text, outcome: rollbackOutcome, facts: z.array(fact) })),
  notJudged: texts,
  fieldShares: z.array(z.looseObject({ kind: text, objects: whole, fields: whole, set: whole })).optional(),
});
