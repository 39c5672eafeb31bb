import { z } from 'zod';
import type { FaultSpec } from '../model/fault.js';
import { FAULT_TYPES, TARGET_VALUES, faultKind, mayBeDelayed, type FaultType } from '../model/fault-kinds.js';
import { pattern, strict } from './schema-kit.js';

/** A point of a transition; which ones there are depends on the transition and is a question of planning. */
export const pointName = pattern(
  /^[a-z][a-z-]*\/(before|during|after)-[a-z][a-z-]*$/,
  'a point such as kube-apiserver/after-spawn',
);

const seconds = (limit: number, what: string): z.ZodNumber =>
  z
    .number({ error: `seconds from 0 to ${limit}` })
    .min(0, { error: `seconds from 0 to ${limit}` })
    .max(limit, { error: `seconds from 0 to ${limit}` })
    .describe(what);

const at = z
  .union([z.literal('seed'), pointName], { error: 'a point such as kube-apiserver/after-spawn, or seed' })
  .describe("A point of this step's transition, or `seed`: the run's seed chooses one.");

const FIELDS: Readonly<Record<string, string>> = {
  component: 'Whom it hits.',
  link: 'Whose connections it hits.',
  call: 'The system call.',
};

/** What a scenario says of a fault of one kind: its target, where and when it acts, and how long if it lasts. */
function schemaOf(type: FaultType): FaultObject {
  const { hits, lastsMs, does } = faultKind(type);
  const target = Object.entries(TARGET_VALUES[hits]).map(([field, values]) => {
    return [field, z.enum(values).describe(FIELDS[field] ?? '')] as const;
  });
  return strict({
    type: z.literal(type),
    ...Object.fromEntries(target),
    at,
    ...(mayBeDelayed(hits) && {
      delaySeconds: seconds(600, 'Time from the point to the injection. Default: 0.').optional(),
    }),
    ...(lastsMs > 0 && {
      forSeconds: seconds(600, `How long it lasts once it has taken effect. Default: ${lastsMs / 1000}.`).optional(),
    }),
  }).describe(`${does}.`);
}

/** A fault of a step. */
export const faultSchema = z
  .discriminatedUnion('type', FAULT_TYPES.map(schemaOf) as [FaultObject, ...FaultObject[]])
  .describe('A fault of the transition.');

/** A fault as YAML has it: the fields of its target, and where and when it acts. */
export type FaultDocument = FaultSpec & {
  readonly at: string;
  readonly delaySeconds?: number;
  readonly forSeconds?: number;
};

/** The schemas come from the table of kinds, which the compiler cannot follow to the fields of each. */
type FaultObject = z.ZodObject<{ type: z.ZodLiteral<FaultType> }, z.core.$strict>;
