import { z } from 'zod';
import { KUBE_COMPONENTS } from '../model/component.js';
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

const placed = {
  at: z
    .union([z.literal('seed'), pointName], { error: 'a point such as kube-apiserver/after-spawn, or seed' })
    .describe("A point of this step's transition, or `seed`: the run's seed chooses one."),
  delaySeconds: seconds(600, 'Time from the point to the injection. Default: 0.').optional(),
};

const lasting = {
  forSeconds: seconds(600, "How long it lasts once it has taken effect. Default: the kind's own.").optional(),
};

const component = z.enum(['etcd', ...KUBE_COMPONENTS]).describe('Whom it hits.');

/** A fault of a step. */
export const faultSchema = z
  .discriminatedUnion('type', [
    strict({ type: z.literal('kill'), component, ...placed }).describe('SIGKILL; it is started again.'),
    strict({ type: z.literal('terminate'), component, ...placed }).describe(
      'SIGTERM, and SIGKILL after terminationGraceSeconds; it is started again.',
    ),
    strict({ type: z.literal('pause'), component, ...placed, ...lasting }).describe('SIGSTOP, then SIGCONT.'),
  ])
  .describe('A fault of the transition.');

/** A fault as YAML has it. */
export type FaultDocument = z.infer<typeof faultSchema>;
