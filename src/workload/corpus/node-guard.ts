import { nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { swap } from './edit.js';

const GROUP = 'admissionregistration.k8s.io';

/** Who the node lifecycle controller is: with an account of its own, as kubeadm has it, and without. */
const CONTROLLERS = ['system:serviceaccount:kube-system:node-controller', 'system:kube-controller-manager'];

/**
 * A policy that keeps the node lifecycle controller away from the wave's node. A node without a kubelet cannot be put in
 * a state that the controller leaves alone: at every start it takes the NoExecute taint off such nodes, announces each
 * with an Event, and then, by a race with its own detection of a full disruption, taints one of them again. The policy
 * denies both writes; nothing else, and nobody else, is concerned.
 */
export const NODE_GUARD: readonly CorpusEntry[] = [
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
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['UPDATE'],
              resources: ['nodes'],
              resourceNames: [nameOf(context)],
            },
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['events'] },
          ],
        },
        matchConditions: [
          { name: 'by-node-controller', expression: `request.userInfo.username in ${JSON.stringify(CONTROLLERS)}` },
          { name: 'about-this-node', expression: aboutNode(context) },
        ],
        validations: [{ expression: 'false', message: 'this node is not for the node controller' }],
      },
    }),
    edit: swap(
      'this node is not for the node controller',
      'leave this node alone',
      'spec',
      'validations',
      0,
      'message',
    ),
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

function aboutNode(context: CorpusContext): string {
  const event = 'dyn(object).involvedObject';
  return `request.resource.resource == 'nodes' || (${event}.kind == 'Node' && ${event}.name == '${nameOf(context)}')`;
}
