import { nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { swap } from './edit.js';

const GROUP = 'admissionregistration.k8s.io';

/** Who writes: the controllers under accounts of their own, as kubeadm has it, or all under one. */
const CONTROLLERS = [
  'system:serviceaccount:kube-system:node-controller',
  'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
  'system:serviceaccount:kube-system:podcertificaterequestcleaner',
  'system:kube-controller-manager',
];

/**
 * A policy that keeps three controllers away from objects of the wave that cannot be put in a state which they leave alone.
 * It denies these writes, to nobody else and of nothing else:
 *
 * - The node lifecycle controller, at every start, takes the NoExecute taint off nodes without a kubelet, announces each
 *   with an Event, and then, in a race with its own detection of a full disruption, taints one of them again.
 * - The autoscaler looks every 15 seconds: its first status comes long after everything else has settled, and the Event
 *   about a target that it cannot scale comes again each time.
 * - The cleaner of 1.37 deletes every PodCertificateRequest that is 15 minutes old.
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
            {
              apiGroups: ['autoscaling'],
              apiVersions: ['*'],
              operations: ['UPDATE'],
              resources: ['horizontalpodautoscalers/status'],
            },
            {
              apiGroups: ['certificates.k8s.io'],
              apiVersions: ['v1'],
              operations: ['DELETE'],
              resources: ['podcertificaterequests'],
            },
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

/** True for the wave's nodes, autoscalers and requests for certificates, and for Events about the first two. */
function ofThisWave(context: CorpusContext): string {
  const name = nameOf(context);
  const own = (value: string): string => `(${value} == '${name}' || ${value}.startsWith('${name}-'))`;
  // dyn: the type checker looks at the expression for every kind of object
  const subject = 'dyn(object).involvedObject';
  const isNode = `request.resource.resource == 'nodes' && ${own('request.name')}`;
  const kinds = JSON.stringify(['horizontalpodautoscalers', 'podcertificaterequests']);
  const isNamespaced = `request.resource.resource in ${kinds} && request.namespace == '${context.namespace}'`;
  const aboutNode = `${subject}.kind == 'Node' && ${own(`${subject}.name`)}`;
  const aboutAutoscaler = `${subject}.kind == 'HorizontalPodAutoscaler' && request.namespace == '${context.namespace}'`;
  const isEvent = `request.resource.resource == 'events' && (${aboutNode} || ${aboutAutoscaler})`;
  return [isNode, isNamespaced, isEvent].map((condition) => `(${condition})`).join(' || ');
}
