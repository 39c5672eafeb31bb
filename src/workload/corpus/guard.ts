import { nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { swap } from './edit.js';

const GROUP = 'admissionregistration.k8s.io';

/** Who writes: the controllers under accounts of their own, as kubeadm has it, or all under one. */
const CONTROLLERS = [
  'system:serviceaccount:kube-system:node-controller',
  'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
  'system:kube-controller-manager',
];

/**
 * A policy that keeps two controllers away from objects of the wave that cannot be put in a state which they leave alone.
 * It denies these writes, to nobody else and of nothing else:
 *
 * - The node lifecycle controller, at every start, takes the NoExecute taint off nodes without a kubelet, announces each
 *   with an Event, and then, in a race with its own detection of a full disruption, taints one of them again.
 * - The autoscaler repeats the Event about a target that it cannot scale every 15 seconds.
 */
export const GUARD: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: [`${GROUP}/v1`],
    resource: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    namespaced: false,
    variant: 'guard',
    body: (context) => ({
      spec: {
        failurePolicy: 'Ignore',
        matchConstraints: {
          matchPolicy: 'Exact',
          resourceRules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['nodes'] },
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['events'] },
          ],
        },
        matchConditions: [
          { name: 'by-a-controller', expression: `request.userInfo.username in ${JSON.stringify(CONTROLLERS)}` },
          { name: 'of-this-wave', expression: ofThisWave(context) },
        ],
        validations: [{ expression: 'false', message: 'kept quiet for a rehearsal' }],
      },
    }),
    edit: swap('kept quiet for a rehearsal', 'kept quiet', 'spec', 'validations', 0, 'message'),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1`],
    resource: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    namespaced: false,
    variant: 'guard',
    body: (context) => ({ spec: { policyName: nameOf(context, 'guard'), validationActions: ['Deny'] } }),
  }),
];

/** True for the wave's nodes, Events about them, and Events about its autoscalers. */
function ofThisWave(context: CorpusContext): string {
  const own = (name: string): string =>
    `(${name} == '${nameOf(context)}' || ${name}.startsWith('${nameOf(context)}-'))`;
  // dyn: the type checker looks at the expression for nodes too
  const subject = 'dyn(object).involvedObject';
  const node = `(${subject}.kind == 'Node' && ${own(`${subject}.name`)})`;
  const autoscaler = `(${subject}.kind == 'HorizontalPodAutoscaler' && request.namespace == '${context.namespace}')`;
  return `request.resource.resource == 'nodes' ? ${own('request.name')} : ${node} || ${autoscaler}`;
}
