import { DOMAIN } from './corpus-entry.js';
import type { CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append } from './edit.js';
import { ephemeralContainers } from './pod-container.js';
import { inertPodTemplate, podSpec } from './pod-template.js';

const WHEN = '2026-01-01T00:00:00Z';

/** Pods and what is shaped like one, without a controller. */
export const PODS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['v1'],
    resource: 'pods',
    kind: 'Pod',
    namespaced: true,
    body: (context) => ({ spec: { ...podSpec(context), activeDeadlineSeconds: 3600 } }),
    // no kubelet owns this pod, so its status is ours to write
    afterwards: () => [
      { subresource: 'ephemeralcontainers', patch: { spec: { ephemeralContainers: ephemeralContainers() } } },
      { subresource: 'status', patch: { status: podStatus() } },
    ],
    edit: append(
      (n) => ({ key: `${DOMAIN}/extra-${n}`, operator: 'Exists', effect: 'NoSchedule' }),
      'spec',
      'tolerations',
    ),
  }),
  defineEntry({
    groupVersions: ['v1'],
    resource: 'podtemplates',
    kind: 'PodTemplate',
    namespaced: true,
    body: (context) => ({ template: inertPodTemplate(context, 'template', { activeDeadlineSeconds: 3600 }) }),
    edit: append(
      (n) => ({ key: `${DOMAIN}/extra-${n}`, operator: 'Exists', effect: 'NoSchedule' }),
      ...['template', 'spec', 'tolerations'],
    ),
  }),
];

function podStatus(): JsonObject {
  return {
    message: 'written by the corpus',
    reason: 'Rehearsed',
    hostIP: '192.0.2.120',
    hostIPs: [{ ip: '192.0.2.120' }],
    podIP: '192.0.2.121',
    podIPs: [{ ip: '192.0.2.121' }],
    nominatedNodeName: 'rehearse-none',
    startTime: WHEN,
    resize: '',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
        lastTransitionTime: WHEN,
        lastProbeTime: WHEN,
        observedGeneration: 1,
      },
    ],
    containerStatuses: [
      containerStatus('app-http', { running: { startedAt: WHEN } }),
      containerStatus('app-exec', { waiting: { reason: 'Rehearsed', message: 'waiting' } }),
      containerStatus('app-tcp', terminated()),
    ],
    initContainerStatuses: [
      containerStatus('setup', terminated()),
      containerStatus('sidecar-http', { running: { startedAt: WHEN } }),
      containerStatus('sidecar-exec', { waiting: { reason: 'Rehearsed', message: 'waiting' } }),
    ],
    ephemeralContainerStatuses: [containerStatus('debug', { running: { startedAt: WHEN } })],
    resourceClaimStatuses: [{ name: 'device', resourceClaimName: 'rehearse-none' }],
  };
}

function terminated(): JsonObject {
  return {
    terminated: {
      exitCode: 0,
      signal: 9,
      reason: 'Completed',
      message: 'done',
      startedAt: WHEN,
      finishedAt: WHEN,
      containerID: 'containerd://1',
    },
  };
}

function containerStatus(name: string, state: JsonObject): JsonObject {
  return {
    name,
    state,
    lastState: terminated(),
    ready: false,
    started: false,
    restartCount: 1,
    image: 'registry.example.com/rehearse/app:1.0',
    imageID: 'registry.example.com/rehearse/app@sha256:0',
    containerID: 'containerd://2',
    allocatedResources: { cpu: '10m' },
    resources: { requests: { cpu: '10m' }, limits: { cpu: '100m' } },
    stopSignal: 'SIGTERM',
    user: { linux: { uid: 1000, gid: 1000, supplementalGroups: [3000] } },
    volumeMounts: [{ name: 'scratch', mountPath: '/scratch', readOnly: true, recursiveReadOnly: 'Disabled' }],
  };
}
