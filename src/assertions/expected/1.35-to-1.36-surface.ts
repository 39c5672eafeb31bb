import type { LedgerEntry } from '../../model/scenario.js';
import { answerEntries, pluginEntries, schemaEntries, upstream, type Because, type Pair } from './entries.js';

const PAIR: Pair = '1.35 -> 1.36';

const LINTER = 'https://github.com/kubernetes/kubernetes/issues/134671';

const REQUIRED =
  'schemas are not versioned: 1.36 marks other fields as required, also while it emulates 1.35. Both releases refuse ' +
  'the same objects (the guarantee `validation` asks both); only clients that check objects against the schema, or are generated from it, see a change';

function requiredIn(file: string, change = LINTER): Because {
  return {
    reason: REQUIRED,
    source: `${change}, ${upstream('1.36.3', `staging/src/k8s.io/api/${file}`)}, against v1.35.4`,
  };
}

const WORKLOAD_REFERENCE: Because = {
  reason:
    'an alpha field of a stable kind (gate GenericWorkload, off by default) went in 1.36, and schemas are not versioned. 1.35 drops ' +
    'the field while the gate is off, so a rollback meets it only where somebody set that gate',
  source: `${upstream('1.35.4', 'staging/src/k8s.io/api/core/v1/types.go')} (WorkloadReference), against v1.36.3`,
};

const CROSS_REGISTERED: Because = {
  reason:
    'a document of 1.36 names this kind only as one of its own group version and of v1, no longer as one of every group version that ' +
    'the code knows, of which nobody serves this one. What can be sent is the same',
  source: 'https://github.com/kubernetes/kubernetes/pull/137301',
};

/** Both releases refuse the same object, and name another reason for it. */
function otherCause(file: string): Because {
  return {
    reason:
      'validation is not versioned: where a value is missing, 1.36 says so, also while it emulates 1.35, which calls the empty value ' +
      'invalid or unknown. Both refuse, so nothing is stored that a rollback would meet',
    source: `${upstream('1.36.3', `pkg/apis/${file}`)}, against v1.35.4`,
  };
}

const EXTERNAL_IPS: Because = {
  reason:
    'warnings are not versioned: 1.36 warns, also while it emulates 1.35, of the field externalIPs, which it deprecates. What is stored ' +
    'is the same',
  source: 'https://github.com/kubernetes/kubernetes/pull/137293',
};

const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations';
const AUTOSCALER = 'autoscaling/v2 horizontalpodautoscalers';

/** The cause that is gone, and the one that is there instead. */
function requiredInstead(field: string, was: string): readonly string[] {
  return [was, 'FieldValueRequired'].map((reason) => `refusal.causes[${field} ${reason}]`);
}

const PLUGIN_LIST = upstream('1.36.3', 'pkg/kubeapiserver/options/plugins.go');

/** A plugin that does nothing while the gate is off. */
function idlePlugin(gate: string, folder: string): Because {
  return {
    reason:
      `admission plugins are not versioned: 1.36 has a new one, which lets everything pass while its alpha gate ${gate} is off. A ` +
      'command line that names it (--disable-admission-plugins) cannot go back to 1.35',
    source: `${PLUGIN_LIST}, ${upstream('1.36.3', `plugin/pkg/admission/${folder}/admission.go`)}`,
  };
}

const POD_RESIZE: Because = {
  reason:
    'admission plugins are not versioned, and the gate of this new one (InPlacePodVerticalScaling) is on in 1.35 too: 1.36 refuses, also ' +
    'while it emulates 1.35, to resize a pod beyond what its node has, or on a node of another system than Linux. 1.35 takes such a ' +
    'request and then calls it infeasible in the status of the pod. Nothing is stored that a rollback would lose',
  source: `https://github.com/kubernetes/kubernetes/blob/v1.36.3/CHANGELOG/CHANGELOG-1.36.md, ${PLUGIN_LIST}, ${upstream('1.36.3', 'plugin/pkg/admission/podresize/admission.go')}`,
};

/** Group versions that are known to 1.35 and in which neither release serves anything that is deleted or watched. */
const NOT_SERVED: readonly string[] = [
  'admission.k8s.io/v1',
  'admission.k8s.io/v1beta1',
  'admissionregistration.k8s.io/v1beta1',
  'apiextensions.k8s.io/v1beta1',
  'apiregistration.k8s.io/v1beta1',
  'apps/v1beta1',
  'apps/v1beta2',
  'authentication.k8s.io/v1',
  'authentication.k8s.io/v1beta1',
  'authorization.k8s.io/v1',
  'authorization.k8s.io/v1beta1',
  'autoscaling/v2beta1',
  'autoscaling/v2beta2',
  'batch/v1beta1',
  'certificates.k8s.io/v1beta1',
  'coordination.k8s.io/v1beta1',
  'discovery.k8s.io/v1beta1',
  'events.k8s.io/v1beta1',
  'extensions/v1beta1',
  'flowcontrol.apiserver.k8s.io/v1beta1',
  'flowcontrol.apiserver.k8s.io/v1beta2',
  'flowcontrol.apiserver.k8s.io/v1beta3',
  'networking.k8s.io/v1beta1',
  'node.k8s.io/v1beta1',
  'policy/v1beta1',
  'rbac.authorization.k8s.io/v1beta1',
  'resource.k8s.io/v1beta1',
  'resource.k8s.io/v1beta2',
  'scheduling.k8s.io/v1beta1',
  'storage.k8s.io/v1beta1',
  'storagemigration.k8s.io/v1beta1',
];

/** What 1.36 emulating 1.35 describes and answers otherwise than a real 1.35. */
export const SURFACE_FROM_1_35_TO_1_36: readonly LedgerEntry[] = [
  ...schemaEntries(PAIR, requiredIn('admissionregistration/v1/types.go'), {
    'api.admissionregistration.v1.ValidatingAdmissionPolicyBinding': ['required spec'],
    'api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': [
      'required policyName',
      'required validationActions',
    ],
  }),
  ...schemaEntries(PAIR, requiredIn('authentication/v1/types.go'), {
    'api.authentication.v1.TokenRequest': ['required spec'],
    'api.authentication.v1.TokenRequestSpec': ['required audiences'],
    'api.authentication.v1.TokenRequestStatus': ['required expirationTimestamp', 'required token'],
    'api.authentication.v1.TokenReviewSpec': ['required token'],
  }),
  ...schemaEntries(PAIR, requiredIn('autoscaling/v1/types.go'), {
    'api.autoscaling.v1.HorizontalPodAutoscaler': ['required spec'],
  }),
  ...schemaEntries(PAIR, requiredIn('autoscaling/v2/types.go'), {
    'api.autoscaling.v2.HorizontalPodAutoscaler': ['required spec'],
  }),
  ...schemaEntries(PAIR, requiredIn('batch/v1/types.go'), { 'api.batch.v1.CronJob': ['required spec'] }),
  ...schemaEntries(PAIR, requiredIn('discovery/v1/types.go', 'https://github.com/kubernetes/kubernetes/pull/136111'), {
    'api.discovery.v1.EndpointSlice': ['required endpoints'],
  }),
  ...schemaEntries(PAIR, requiredIn('networking/v1/types.go'), { 'api.networking.v1.IPAddress': ['required spec'] }),
  ...schemaEntries(PAIR, requiredIn('policy/v1/types.go', 'https://github.com/kubernetes/kubernetes/pull/136492'), {
    'api.policy.v1.PodDisruptionBudgetStatus': [
      'required currentHealthy',
      'required desiredHealthy',
      'required disruptionsAllowed',
      'required expectedPods',
    ],
  }),
  ...schemaEntries(PAIR, requiredIn('rbac/v1/types.go', 'https://github.com/kubernetes/kubernetes/pull/136900'), {
    'api.rbac.v1.RoleRef': ['required apiGroup'],
  }),
  ...schemaEntries(PAIR, requiredIn('scheduling/v1/types.go'), {
    'api.scheduling.v1.PriorityClass': ['required value'],
  }),
  ...schemaEntries(PAIR, WORKLOAD_REFERENCE, {
    'api.core.v1.PodSpec': ['workloadRef'],
    'api.core.v1.WorkloadReference': [''],
  }),
  ...(['DeleteOptions', 'WatchEvent'] as const).flatMap((kind) =>
    schemaEntries(PAIR, CROSS_REGISTERED, {
      [`apimachinery.pkg.apis.meta.v1.${kind}`]: NOT_SERVED.map((groupVersion) => `is ${groupVersion} ${kind}`),
    }),
  ),
  ...pluginEntries(PAIR, 'JobValidation validate UPDATE', idlePlugin('WorkloadWithJob', 'job')),
  ...pluginEntries(
    PAIR,
    'PodGroupProtection admit CREATE',
    idlePlugin('GenericWorkload', 'scheduling/podgroupprotection'),
  ),
  ...pluginEntries(PAIR, 'PodGroupWorkloadExists validate CREATE', idlePlugin('GenericWorkload', 'podgroup')),
  ...pluginEntries(PAIR, 'PodResizeValidator validate UPDATE', POD_RESIZE),
  ...answerEntries(PAIR, otherCause('autoscaling/validation/validation.go'), {
    [`${AUTOSCALER} with {} at spec`]: ['refusal.causes[spec.maxReplicas FieldValueRequired]'],
    [`${AUTOSCALER} without spec`]: ['refusal.causes[spec.maxReplicas FieldValueRequired]'],
  }),
  ...answerEntries(PAIR, otherCause('flowcontrol/validation/validation.go'), {
    [`${FLOW_CONTROL} with {} at spec`]: requiredInstead('spec.type', 'FieldValueNotSupported'),
    [`${FLOW_CONTROL} without spec`]: requiredInstead('spec.type', 'FieldValueNotSupported'),
    [`${FLOW_CONTROL} with {} at spec.limited.limitResponse`]: requiredInstead(
      'spec.limited.limitResponse.type',
      'FieldValueNotSupported',
    ),
    [`${FLOW_CONTROL} without spec.limited.limitResponse`]: requiredInstead(
      'spec.limited.limitResponse.type',
      'FieldValueNotSupported',
    ),
  }),
  ...answerEntries(PAIR, otherCause('node/validation/validation.go'), {
    'node.k8s.io/v1 runtimeclasses without handler': requiredInstead('handler', 'FieldValueInvalid'),
  }),
  ...answerEntries(PAIR, EXTERNAL_IPS, {
    'v1 services': ['warnings[0]'],
    'v1 services with ["192.0.2.100","192.0.2.100"] at spec.externalIPs': ['warnings[0]'],
    'v1 services with an unknown field': ['warnings[1]'],
    'v1 services with {} at spec.sessionAffinityConfig.clientIP': ['warnings[0]'],
    'v1 services without spec.ports[0].targetPort': ['warnings[0]'],
    'v1 services without spec.sessionAffinityConfig.clientIP': ['warnings[0]'],
  }),
];
