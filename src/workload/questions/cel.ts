import type { Question } from '../../model/behaviour.js';
import { DOMAIN, nameOf, type JsonObject } from '../corpus/index.js';
import { ASKED, createQuestion } from './question.js';

/** An expression that needs one library of CEL, and the release that brought the library. */
interface CelProbe {
  readonly library: string;
  /** k8s.io/apiserver pkg/cel/environment/base.go, `baseOpts`: IntroducedVersion. */
  readonly since: string;
  /** True of anything; it must only compile. */
  readonly expression: string;
}

/**
 * One expression a library. Which of them a server takes is decided by its min-compatibility version; the answers are compared with
 * those of real servers, the versions here only name the questions.
 */
export const CEL_PROBES: readonly CelProbe[] = [
  { library: 'urls', since: '1.0', expression: "url('https://a.example.com/').getHost() == 'a.example.com'" },
  { library: 'regex', since: '1.0', expression: "'abc'.find('b') == 'b'" },
  { library: 'lists', since: '1.0', expression: '[1, 2].isSorted()' },
  { library: 'optionals', since: '1.28', expression: "{'a': 1}[?'a'].hasValue()" },
  { library: 'numeric comparison', since: '1.28', expression: '1 < 1.5' },
  { library: 'quantity', since: '1.28', expression: "quantity('2').isGreaterThan(quantity('1'))" },
  { library: 'strings v2', since: '1.29', expression: "'a%d'.format([1]) == 'a1'" },
  { library: 'sets', since: '1.29', expression: 'sets.contains([1], [1])' },
  { library: 'ip', since: '1.30', expression: "ip('127.0.0.1').family() == 4" },
  { library: 'cidr', since: '1.30', expression: "cidr('127.0.0.0/8').containsIP('127.0.0.1')" },
  { library: 'format', since: '1.31', expression: "!format.dns1123Label().validate('a').hasValue()" },
  { library: 'two-variable comprehensions', since: '1.32', expression: '[0, 1].all(index, value, index == value)' },
  { library: 'semver', since: '1.33', expression: "isSemver('v1.0', true)" },
  { library: 'lists v3', since: '1.34', expression: 'lists.range(3).slice(0, 1) == [0]' },
  { library: 'lists v1', since: '1.37', expression: '[1].includes(1)' },
];

const ADMISSION = 'admissionregistration.k8s.io';

/** Everything in which a client can newly write an expression, for every library; nothing of it is stored. */
export function celQuestions(): readonly Question[] {
  return CEL_PROBES.flatMap((probe) =>
    CARRIERS.map(({ what, groupVersion, resource, object }) =>
      createQuestion({
        topic: 'cel-new',
        id: `${what} with ${probe.library} (${probe.since})`,
        groupVersion,
        resource,
        namespace: '',
        object: object(probe.expression),
      }),
    ),
  );
}

interface Carrier {
  readonly what: string;
  readonly groupVersion: string;
  readonly resource: string;
  readonly object: (expression: string) => JsonObject;
}

const CARRIERS: readonly Carrier[] = [
  {
    what: 'CustomResourceDefinition rule',
    groupVersion: 'apiextensions.k8s.io/v1',
    resource: 'customresourcedefinitions',
    object: (rule) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `probes.ask.${DOMAIN}` },
      spec: {
        group: `ask.${DOMAIN}`,
        scope: 'Namespaced',
        names: { plural: 'probes', singular: 'probe', kind: 'Probe', listKind: 'ProbeList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-validations': [{ rule }] } },
          },
        ],
      },
    }),
  },
  {
    what: 'ValidatingAdmissionPolicy validation',
    groupVersion: `${ADMISSION}/v1`,
    resource: 'validatingadmissionpolicies',
    object: (expression) => ({
      ...named(`${ADMISSION}/v1`, 'ValidatingAdmissionPolicy'),
      spec: { matchConstraints: never(), validations: [{ expression }] },
    }),
  },
  ...['v1', 'v1beta1'].map((version): Carrier => ({
    what: `${version} MutatingAdmissionPolicy mutation`,
    groupVersion: `${ADMISSION}/${version}`,
    resource: 'mutatingadmissionpolicies',
    object: (expression) => ({
      ...named(`${ADMISSION}/${version}`, 'MutatingAdmissionPolicy'),
      spec: {
        matchConstraints: never(),
        reinvocationPolicy: 'Never',
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: {
              expression: `Object{metadata: Object.metadata{labels: {'a': ${expression} ? 'b' : 'c'}}}`,
            },
          },
        ],
      },
    }),
  })),
  {
    what: 'ValidatingWebhookConfiguration condition',
    groupVersion: `${ADMISSION}/v1`,
    resource: 'validatingwebhookconfigurations',
    object: (expression) => ({
      ...named(`${ADMISSION}/v1`, 'ValidatingWebhookConfiguration'),
      webhooks: [
        {
          name: `ask.${DOMAIN}`,
          clientConfig: { url: 'https://webhook.example.com/admit' },
          rules: never().resourceRules,
          matchConditions: [{ name: 'probe', expression }],
          failurePolicy: 'Ignore',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    }),
  },
  {
    what: 'DeviceClass selector',
    groupVersion: 'resource.k8s.io/v1',
    resource: 'deviceclasses',
    object: (expression) => ({
      ...named('resource.k8s.io/v1', 'DeviceClass'),
      spec: { selectors: [{ cel: { expression } }] },
    }),
  },
];

function named(apiVersion: string, kind: string): { apiVersion: string; kind: string; metadata: JsonObject } {
  return { apiVersion, kind, metadata: { name: nameOf(ASKED, 'cel') } };
}

function never(): { resourceRules: readonly JsonObject[] } {
  return {
    resourceRules: [
      { apiGroups: [`none.${DOMAIN}`], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothings'] },
    ],
  };
}
