import { chooseOne, randomStream } from '../../model/random.js';
import type { Json } from '../../model/observation.js';
import { DOMAIN } from '../corpus/corpus-entry.js';

/** One object that fills a store: where it is created, and what is sent. */
export interface Filler {
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string;
  readonly manifest: Readonly<Record<string, Json>>;
}

/** As many as a busy namespace of a real cluster has; every namespace of the corpus begins with `rehearse-`. */
const PER_NAMESPACE = 1_000;

/** The namespaces in which so many fillers live. */
export function fillerNamespaces(objects: number): string[] {
  return Array.from({ length: Math.ceil(objects / PER_NAMESPACE) }, (_, at) => namespaceName(at));
}

/**
 * The filler of a number. Same seed and number: the same object. None of the ten kinds makes a controller write anything: a store
 * that is full shall be as still as an empty one. Half of a stored store's values are larger than about 1.5 kB, with what the server adds.
 */
export function fillerOf(seed: number, index: number): Filler {
  const random = randomStream(seed, `filler ${index}`);
  const kind = KINDS[index % KINDS.length]!;
  const words: Words = {
    name: `${chooseOne(APPLICATIONS, random)}-${String(index).padStart(6, '0')}-${letters(5, random)}`,
    application: chooseOne(APPLICATIONS, random),
    // between a quarter of the middle size and four times as much, evenly in the exponent as sizes of real objects about are
    rows: (bytes) => Math.max(1, Math.round((MIDDLE * 4 ** (2 * random() - 1)) / bytes)),
    letters: (count) => letters(count, random),
    number: (below) => Math.floor(random() * below),
  };
  const labels = { 'app.kubernetes.io/name': words.application, [`${DOMAIN}/fills`]: 'the-store' };
  return {
    groupVersion: kind.groupVersion,
    resource: kind.resource,
    namespace: namespaceName(Math.floor(index / PER_NAMESPACE)),
    manifest: {
      apiVersion: kind.groupVersion,
      kind: kind.kind,
      metadata: { name: words.name, labels },
      ...kind.body(words),
    },
  };
}

/** The resources of the ten kinds, as kubectl takes them. */
export function fillerKinds(): string[] {
  return SHARES.map(([, { resource, groupVersion }]) => {
    const [group, version] = groupVersion.split('/');
    return version === undefined ? resource : `${resource}.${version}.${group}`;
  });
}

function namespaceName(at: number): string {
  return `rehearse-fill-${String(at).padStart(3, '0')}`;
}

/** What a filler's variable part may amount to in the middle, bytes; the server adds as much again. */
const MIDDLE = 800;

const APPLICATIONS = ['web', 'checkout', 'search', 'billing', 'mail', 'reports', 'gateway', 'cache'] as const;

interface Words {
  readonly name: string;
  readonly application: string;
  /** How many rows of so many bytes the object has. */
  rows(bytes: number): number;
  letters(count: number): string;
  number(below: number): number;
}

interface Kind {
  readonly groupVersion: string;
  readonly resource: string;
  readonly kind: string;
  readonly body: (words: Words) => Readonly<Record<string, Json>>;
}

/** Of a hundred objects so many are of each kind, half of them Pods as in real clusters. */
const SHARES: readonly (readonly [number, Kind])[] = [
  [50, { groupVersion: 'v1', resource: 'pods', kind: 'Pod', body: pod }],
  [
    10,
    {
      groupVersion: 'v1',
      resource: 'configmaps',
      kind: 'ConfigMap',
      body: (words) => ({ data: texts(words, words.rows(100), 80) }),
    },
  ],
  [
    9,
    {
      groupVersion: 'v1',
      resource: 'secrets',
      kind: 'Secret',
      // a multiple of four letters is valid base64
      body: (words) => ({ type: 'Opaque', data: texts(words, words.rows(120), 100) }),
    },
  ],
  [
    8,
    {
      groupVersion: 'discovery.k8s.io/v1',
      resource: 'endpointslices',
      kind: 'EndpointSlice',
      // without a service's label it is nobody's
      body: (words) => ({
        addressType: 'IPv4',
        endpoints: list(Math.min(words.rows(110), 50), () => ({
          addresses: [`10.${words.number(200)}.${words.number(250)}.${1 + words.number(250)}`],
          conditions: { ready: true, serving: true, terminating: false },
          zone: `zone-${words.number(3)}`,
          nodeName: `node-${words.number(5000)}.${DOMAIN}`,
        })),
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      }),
    },
  ],
  [
    6,
    {
      groupVersion: 'v1',
      resource: 'serviceaccounts',
      kind: 'ServiceAccount',
      body: (words) => ({ imagePullSecrets: list(words.rows(90), () => ({ name: `registry-${words.letters(40)}` })) }),
    },
  ],
  [
    5,
    {
      groupVersion: 'rbac.authorization.k8s.io/v1',
      resource: 'roles',
      kind: 'Role',
      body: (words) => ({
        rules: list(words.rows(110), () => ({
          apiGroups: [`${words.letters(12)}.${DOMAIN}`],
          resources: [words.letters(14), words.letters(10)],
          verbs: ['get', 'list', 'watch'],
        })),
      }),
    },
  ],
  [
    4,
    {
      groupVersion: 'rbac.authorization.k8s.io/v1',
      resource: 'rolebindings',
      kind: 'RoleBinding',
      body: (words) => ({
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `reader-${words.letters(8)}` },
        subjects: list(words.rows(90), () => ({
          kind: 'User',
          apiGroup: 'rbac.authorization.k8s.io',
          name: `${words.letters(12)}@${DOMAIN}`,
        })),
      }),
    },
  ],
  [
    4,
    {
      groupVersion: 'apps/v1',
      resource: 'controllerrevisions',
      kind: 'ControllerRevision',
      body: (words) => ({ revision: 1 + words.number(50), data: { spec: texts(words, words.rows(100), 80) } }),
    },
  ],
  [
    2,
    {
      groupVersion: 'networking.k8s.io/v1',
      resource: 'networkpolicies',
      kind: 'NetworkPolicy',
      body: (words) => ({
        spec: {
          podSelector: { matchLabels: { 'app.kubernetes.io/name': words.application } },
          policyTypes: ['Ingress'],
          ingress: list(words.rows(110), () => ({
            from: [{ ipBlock: { cidr: `10.${words.number(250)}.${words.number(250)}.0/24` } }],
            ports: [{ port: 1 + words.number(60_000), protocol: 'TCP' }],
          })),
        },
      }),
    },
  ],
  [
    2,
    {
      groupVersion: 'networking.k8s.io/v1',
      resource: 'ingresses',
      kind: 'Ingress',
      body: (words) => ({
        spec: {
          rules: list(words.rows(140), () => ({
            host: `${words.letters(12)}.${DOMAIN}`,
            http: {
              paths: [
                {
                  path: `/${words.letters(10)}`,
                  pathType: 'Prefix',
                  backend: { service: { name: words.letters(10), port: { number: 80 } } },
                },
              ],
            },
          })),
        },
      }),
    },
  ],
];

/** The kind of each of a hundred objects in turn, every second one a Pod while there are any. */
const KINDS: readonly Kind[] = ((): Kind[] => {
  const [pods, ...others] = SHARES.map(([share, kind]) => Array.from({ length: share }, () => kind));
  return others.flat().flatMap((other, at) => [pods![at]!, other]);
})();

/**
 * A pod that waits for ever: for a scheduler that nobody runs. Bound to a node that is not there it would be removed as an orphan, and of
 * finished ones only 12,500 may be (kube-controller-manager pkg/controller/podgc, --terminated-pod-gc-threshold).
 */
function pod(words: Words): Readonly<Record<string, Json>> {
  return {
    spec: {
      schedulerName: `nobody.${DOMAIN}`,
      automountServiceAccountToken: false,
      containers: [
        {
          name: words.application,
          image: `registry.${DOMAIN}/${words.application}:${words.number(100)}`,
          resources: { requests: { cpu: '100m', memory: '64Mi' } },
          env: list(Math.max(1, Math.round(words.rows(100) / 2)), () => ({
            name: words.letters(12).toUpperCase(),
            value: words.letters(40),
          })),
        },
      ],
    },
  };
}

function texts(words: Words, rows: number, length: number): Record<string, Json> {
  return Object.fromEntries(list(rows, (at) => [`key-${at}`, words.letters(length)] as const));
}

function list<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

function letters(count: number, random: () => number): string {
  let text = '';
  for (let at = 0; at < count; at += 1) text += ALPHABET[Math.floor(random() * ALPHABET.length)]!;
  return text;
}
