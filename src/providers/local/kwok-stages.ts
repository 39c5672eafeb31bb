import { stringify } from 'yaml';

/** What kwok does to one kind of object, in the form of its configuration (kwok.x-k8s.io/v1alpha1 Stage). */
interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  /** jq expressions on the object; all must hold. */
  readonly when: readonly (readonly [
    key: string,
    operator: 'Exists' | 'DoesNotExist' | 'In' | 'NotIn',
    value?: string,
  ])[];
  readonly next: { readonly statusTemplate: string } | { readonly delete: true };
}

const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const DELETED = '.metadata.deletionTimestamp';

/**
 * Nodes become ready once and are then kept alive by their leases alone; pods run from when they are scheduled until somebody
 * deletes them, those of Jobs too. Whatever is seen to change later, kwok did not do it.
 */
const STAGES: readonly Stage[] = [
  {
    name: 'node-ready',
    kind: 'Node',
    when: [[READY, 'NotIn', 'True']],
    next: {
      statusTemplate: `
{{ $now := Now }}
phase: Running
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
`,
    },
  },
  {
    name: 'pod-run',
    kind: 'Pod',
    when: [
      [DELETED, 'DoesNotExist'],
      ['.status.phase', 'In', 'Pending'],
      [READY, 'NotIn', 'True'],
    ],
    next: {
      statusTemplate: `
{{ $now := Now }}
{{ $uid := .metadata.uid }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
- { type: PodReadyToStartContainers, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: ContainersReady, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Ready, status: "True", lastTransitionTime: {{ $now | Quote }} }
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  containerID: {{ printf "kwok://%s/%s" $uid .name | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
{{ $hostIPs := NodeIPsWith .spec.nodeName }}
{{ with $hostIPs }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ $podIPs := PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
{{ with $podIPs }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
`,
    },
  },
  { name: 'pod-delete', kind: 'Pod', when: [[DELETED, 'Exists']], next: { delete: true } },
];

/** kwok's configuration file: YAML documents, one a stage. */
export function kwokConfig(): string {
  return STAGES.map(({ name, kind, when, next }) =>
    stringify({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'Stage',
      metadata: { name },
      spec: {
        resourceRef: { apiGroup: 'v1', kind },
        selector: {
          matchExpressions: when.map(([key, operator, value]) => ({
            key,
            operator,
            ...(value !== undefined && { values: [value] }),
          })),
        },
        next,
      },
    }),
  ).join('---\n');
}
