import type { LedgerEntry } from '../../model/scenario.js';
import { answerEntries, schemaEntries, upstream, type Because, type Pair } from './entries.js';

const PAIR: Pair = '1.33 -> 1.34';

const PULL = 'https://github.com/kubernetes/kubernetes/pull';

const APPARMOR: Because = {
  reason:
    'what a server adds to a pod is not versioned: 1.33 copies the AppArmor profiles of a pod into its old annotations as well, 1.34 no ' +
    'longer does, also while it emulates 1.33. Kubelets of both read the fields; whoever reads the annotations misses them for pods made meanwhile',
  source: `${PULL}/131989`,
};

/** The containers of the corpus's pod. */
const CONTAINERS = [
  'app-exec',
  'app-grpc',
  'app-http',
  'app-tcp',
  'setup',
  'sidecar-exec',
  'sidecar-grpc',
  'sidecar-http',
  'sidecar-tcp',
];

const PROFILES = CONTAINERS.map(
  (name) => `object.metadata.annotations[container.apparmor.security.beta.kubernetes.io/${name}]`,
);

const RESTART_RULES: Because = {
  reason:
    'a container of its own restart policy is refused by 1.33; 1.34 while it emulates 1.33 takes the pod and drops the policy and its ' +
    'rules, for the gate ContainerRestartRules is off. Nothing is stored that a rollback would lose',
  source: `${PULL}/132642, ${upstream('1.33.13', 'pkg/apis/core/validation/validation.go')} (may not be set for non-init containers), ${upstream('1.34.4', 'pkg/api/pod/util.go')} (dropContainerRestartRules)`,
};

const FORMATS: Because = {
  reason:
    'warnings are not versioned: 1.34 warns, also while it emulates 1.33, of formats in a CustomResourceDefinition that it does not know. ' +
    'What is stored is the same',
  source: `${PULL}/133136`,
};

const HEADLESS: Because = {
  reason:
    'warnings are not versioned: 1.34 warns, also while it emulates 1.33, of session affinity in a headless Service. What is stored is the same',
  source: `${PULL}/132214, ${upstream('1.34.4', 'pkg/api/service/warnings.go')}`,
};

const POD_OF_SET: Because = {
  reason:
    'validation is not versioned: 1.34 checks the pod template when a StatefulSet is created, also while it emulates 1.33, and finds one ' +
    'more thing missing here, in what both refuse. What 1.33 stored without that check may still be updated',
  source: `${PULL}/131790`,
};

const SCALE_TARGET: Because = {
  reason:
    'validation is not versioned: 1.34 asks for the API group of what is scaled, also while it emulates 1.33, and finds one more thing ' +
    'missing here, in what both refuse. What 1.33 stored without a group may still be updated',
  source: `${PULL}/132537`,
};

/** What 1.34 emulating 1.33 describes and answers otherwise than a real 1.33. */
export const SURFACE_FROM_1_33_TO_1_34: readonly LedgerEntry[] = [
  ...schemaEntries(
    PAIR,
    {
      reason:
        'schemas are not versioned: 1.34 no longer lists the values of this field of a webhook. Both releases take the same ones',
      source: `${upstream('1.34.4', 'pkg/generated/openapi/zz_generated.openapi.go')} (MutatingWebhook, reinvocationPolicy), against v1.33.13`,
    },
    { 'api.admissionregistration.v1.MutatingWebhook': ['reinvocationPolicy=IfNeeded', 'reinvocationPolicy=Never'] },
  ),
  ...schemaEntries(
    PAIR,
    {
      reason:
        'schemas are not versioned: 1.34 says that a NetworkPolicy need not have a podSelector, as it never had to',
      source: `${PULL}/131354`,
    },
    { 'api.networking.v1.NetworkPolicySpec': ['required podSelector'] },
  ),
  ...answerEntries(PAIR, APPARMOR, {
    'v1 pods': PROFILES,
    'v1 pods with an unknown field': PROFILES,
    'v1 pods without spec.containers[0].securityContext.readOnlyRootFilesystem': PROFILES,
  }),
  ...answerEntries(PAIR, RESTART_RULES, {
    'v1 pods restart-all (1.36)': ['status'],
    'v1 pods restart-rules (1.35)': ['status'],
  }),
  ...answerEntries(PAIR, FORMATS, {
    'apiextensions.k8s.io/v1 customresourcedefinitions': ['warnings[0]'],
    'apiextensions.k8s.io/v1 customresourcedefinitions with an unknown field': ['warnings[1]'],
  }),
  ...answerEntries(PAIR, HEADLESS, { 'v1 services#manual': ['warnings[0]'] }),
  ...answerEntries(PAIR, POD_OF_SET, {
    'apps/v1 statefulsets with {} at spec': ['refusal.causes[spec.template.spec.containers FieldValueRequired]'],
    'apps/v1 statefulsets without spec': ['refusal.causes[spec.template.spec.containers FieldValueRequired]'],
  }),
  ...answerEntries(PAIR, SCALE_TARGET, {
    'autoscaling/v2 horizontalpodautoscalers with {} at spec': [
      'refusal.causes[spec.scaleTargetRef.apiVersion FieldValueInvalid]',
    ],
    'autoscaling/v2 horizontalpodautoscalers without spec': [
      'refusal.causes[spec.scaleTargetRef.apiVersion FieldValueInvalid]',
    ],
  }),
];
