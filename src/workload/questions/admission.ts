import type { Question } from '../../model/behaviour.js';
import { nameOf, type JsonObject } from '../corpus/index.js';
import { MASTERS_REQUEST } from '../corpus/pem.js';
import { ASKED, createQuestion } from './question.js';

/** A pod that every namespace takes, and that shows what the default plugins add to a pod. */
function pod(spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: nameOf(ASKED, 'pod'), ...metadata },
    spec: { containers: [{ name: 'one', image: 'example.com/none' }], ...spec },
  };
}

/** What an object must be like for one plugin to show: by what it refuses, warns of or adds. */
interface Probe {
  readonly plugin: string;
  readonly what: string;
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string;
  readonly object: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

const onPods = { groupVersion: 'v1', resource: 'pods', namespace: 'default' };

const PROBES: readonly Probe[] = [
  { plugin: 'ServiceAccount', what: 'adds the default account and its token', ...onPods, object: pod() },
  {
    plugin: 'ServiceAccount',
    what: 'refuses an account that does not exist',
    ...onPods,
    object: pod({ serviceAccountName: 'none' }),
  },
  {
    plugin: 'NamespaceLifecycle',
    what: 'refuses a namespace that does not exist',
    ...onPods,
    namespace: 'rehearse-none',
    object: pod(),
  },
  {
    plugin: 'Priority',
    what: 'refuses a class that does not exist',
    ...onPods,
    object: pod({ priorityClassName: 'none' }),
  },
  {
    plugin: 'Priority',
    what: 'resolves a class of the system',
    ...onPods,
    object: pod({ priorityClassName: 'system-node-critical' }),
  },
  {
    plugin: 'RuntimeClass',
    what: 'refuses a class that does not exist',
    ...onPods,
    object: pod({ runtimeClassName: 'none' }),
  },
  {
    plugin: 'DefaultTolerationSeconds',
    what: 'leaves a given toleration alone',
    ...onPods,
    object: pod({ tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] }),
  },
  {
    plugin: 'NodeRestriction',
    what: 'refuses a pod that a node makes for another one',
    ...onPods,
    object: pod({ nodeName: 'other' }, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    headers: { 'impersonate-user': 'system:node:one', 'impersonate-group': 'system:nodes' },
  },
  {
    plugin: 'TaintNodesByCondition',
    what: 'taints a new node',
    groupVersion: 'v1',
    resource: 'nodes',
    namespace: '',
    object: { apiVersion: 'v1', kind: 'Node', metadata: { name: nameOf(ASKED, 'node') } },
  },
  {
    plugin: 'StorageObjectInUseProtection',
    what: 'protects a claim',
    groupVersion: 'v1',
    resource: 'persistentvolumeclaims',
    namespace: 'default',
    object: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: nameOf(ASKED, 'claim') },
      // no class, so that it is none of DefaultStorageClass's business which one a cluster has
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: '' },
    },
  },
  {
    plugin: 'CertificateSubjectRestriction',
    what: 'refuses a request for the group of masters',
    groupVersion: 'certificates.k8s.io/v1',
    resource: 'certificatesigningrequests',
    namespace: '',
    object: {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name: nameOf(ASKED, 'masters') },
      spec: { request: MASTERS_REQUEST, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] },
    },
  },
  {
    plugin: 'PodSecurity',
    what: 'names the levels that it knows',
    groupVersion: 'v1',
    resource: 'namespaces',
    namespace: '',
    object: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: nameOf(ASKED, 'levels'),
        labels: { 'pod-security.kubernetes.io/enforce': 'none', 'pod-security.kubernetes.io/enforce-version': 'v9.99' },
      },
    },
  },
  {
    plugin: 'DefaultIngressClass',
    what: 'adds nothing without a default class',
    groupVersion: 'networking.k8s.io/v1',
    resource: 'ingresses',
    namespace: 'default',
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: nameOf(ASKED, 'ingress') },
      spec: { defaultBackend: { service: { name: 'none', port: { number: 80 } } } },
    },
  },
];

/** One question for each thing that a default plugin can be seen to do without storing anything. */
export function admissionQuestions(): readonly Question[] {
  return PROBES.map(({ plugin, what, ...where }) =>
    createQuestion({ topic: 'admission', id: `${plugin} ${what}`, ...where }),
  );
}
