import { z } from 'zod';
import { KUBE_COMPONENTS } from '../model/component.js';
import { pattern, strict, words } from './schema-kit.js';

const step = z
  .int({ error: 'the index of a stop, a whole number from 0 (the baseline)' })
  .min(0, { error: 'the index of a stop, a whole number from 0 (the baseline)' })
  .describe('Index of the stop in the plan: 0 is the baseline, 1 the null-restart.');
const component = z.enum(KUBE_COMPONENTS).describe('The component that is tampered with.');
const moment = z
  .enum(['arrival', 'wave'])
  .describe('arrival: before the stop is observed for the first time. wave: with its writes, before it is left.');
const key = pattern(/^\/registry\/\S+$/, 'a key of etcd that starts with /registry/').describe('Key in etcd.');
const groupVersion = pattern(/^([a-z0-9.-]+\/)?v[0-9][a-z0-9]*$/, 'a group version such as v1 or apps/v1').describe(
  'Group version, e.g. `apps/v1`.',
);
const resource = pattern(/^[a-z0-9-]+(\/[a-z]+)?$/, 'the plural of a resource in lower case').describe(
  'Plural name, e.g. `deployments`.',
);

/** The faults that a control can plant behind the harness's back. */
export const sabotageSchema = z
  .discriminatedUnion('type', [
    strict({ type: z.literal('skip-restart'), step, component }).describe('The component is not replaced at all.'),
    strict({ type: z.literal('keep-binary'), step, component }).describe(
      'The component is restarted from the executable it had before.',
    ),
    strict({
      type: z.literal('drop-flag'),
      step,
      component,
      flag: pattern(/^[a-z][a-z0-9-]*$/, 'a flag name without leading dashes').describe('Flag name without dashes.'),
    }).describe('The component is started without a flag of the plan.'),
    strict({
      type: z.literal('set-gate'),
      step,
      component,
      gate: words().describe('Feature gate.'),
      value: z.boolean().describe('Value it is given.'),
    }).describe('The component is started with a feature gate set otherwise.'),
    strict({
      type: z.literal('idle-fault'),
      step,
      fault: words().describe("The fault's id in the plan, e.g. `1-kill-etcd`."),
    }).describe('A fault of the step is recorded, and its injector does nothing.'),
    strict({ type: z.literal('swallow-write'), step, resource }).describe(
      'The first object of a resource that the load makes is acknowledged, and never sent to the API server.',
    ),
    strict({ type: z.literal('drop-event'), step, resource }).describe(
      'The event that shows the last object of a resource that the load makes is not passed on to its watch.',
    ),
    strict({ type: z.literal('hide-resource'), step, groupVersion, resource }).describe(
      'A resource is taken out of what discovery shows.',
    ),
    strict({
      type: z.literal('alter-served'),
      step,
      groupVersion,
      resource,
      name: words().describe("The object's name."),
      path: words().describe('Field path, e.g. `data.key`.'),
      value: z
        .string()
        .nullable()
        .meta({ type: ['string', 'number', 'boolean', 'null'] })
        .optional()
        .describe('Text or null put in its place; without it the field is left out.'),
    }).describe('One field of an object is altered in what the server is seen to answer.'),
    strict({
      type: z.literal('restore-data'),
      step,
      from: step.describe('Index of the earlier stop whose data etcd is given back.'),
    }).describe('Before the transition etcd gets back the data that it had at the end of an earlier stop.'),
    strict({
      type: z.literal('alter-answer'),
      step,
      question: words().describe("The question's id, as findings name it."),
      path: words().describe('Field of the answer, e.g. `status` or `object.spec.replicas`.'),
      value: z.union([z.string(), z.number()]).describe('Put in its place.'),
    }).describe('One field of one answer is altered in what the server is seen to answer.'),
    strict({
      type: z.literal('alter-openapi'),
      step,
      schema: words().describe('Full name of the schema, e.g. `io.k8s.api.core.v1.Pod`.'),
      field: words().describe('The field that is left out.'),
    }).describe('A field of a schema is left out of what the OpenAPI documents are seen to describe.'),
    strict({
      type: z.literal('set-flag'),
      step,
      component,
      flag: pattern(/^[a-z][a-z0-9-]*$/, 'a flag name without leading dashes').describe('Flag name without dashes.'),
      value: z.string().describe('Value it is given.'),
    }).describe('The component is started with a flag that the plan does not have, or has otherwise.'),
    strict({
      type: z.literal('etcd-put'),
      step,
      moment,
      key,
      value: z.record(z.string(), z.unknown()).describe('Object to store, as JSON.'),
    }).describe('A JSON object is written to etcd.'),
    strict({
      type: z.literal('etcd-replace'),
      step,
      moment,
      key,
      find: words().describe('Text to look for in the stored bytes.'),
      replace: words().describe('Text put in its place; as many bytes.'),
    })
      .refine(({ find, replace }) => Buffer.byteLength(find) === Buffer.byteLength(replace), {
        path: ['replace'],
        error: 'as many bytes as in `find`, for the stored object is length-prefixed',
      })
      .describe('Bytes of a stored value are replaced by as many others.'),
    strict({
      type: z.literal('etcd-append'),
      step,
      moment,
      key,
      fieldNumber: z
        .int({ error: 'a protobuf field number from 1 to 536870911' })
        .min(1, { error: 'a protobuf field number from 1 to 536870911' })
        .max(536_870_911, { error: 'a protobuf field number from 1 to 536870911' })
        .describe('Protobuf field number that no release knows.'),
    }).describe('A protobuf field that no release knows is added to a stored object.'),
    strict({
      type: z.literal('etcd-store-as'),
      step,
      moment,
      key,
      apiVersion: groupVersion,
    }).describe('A stored object is given another apiVersion; its content stays.'),
    strict({ type: z.literal('etcd-delete'), step, moment, key }).describe('A key is deleted from etcd.'),
  ])
  .describe('The planted fault.');
