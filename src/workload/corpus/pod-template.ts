import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusContext, JsonObject } from './corpus-entry.js';
import { containers, initContainers, windowsOptions } from './pod-container.js';
import { inertVolumes, volumes } from './pod-volumes.js';

/** The priority of the wave's pods. */
export function priorityOf(context: CorpusContext): number {
  return 1000 + context.index;
}

/** What the wave's runtime class adds to a pod's requests. */
export const RUNTIME_OVERHEAD = { cpu: '10m', memory: '16Mi' };

/** Label by which a controller of the corpus finds its own pods. */
export const APP_LABEL = 'app.kubernetes.io/name';

/**
 * A pod spec with as many fields as one pod can carry. Its scheduling gate is never lifted, so the scheduler leaves the
 * pod alone for good.
 */
export function podSpec(context: CorpusContext): JsonObject {
  return {
    schedulingGates: [{ name: `${DOMAIN}/hold` }],
    schedulerName: 'default-scheduler',
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 20,
    // as the classes have it: anything else is refused when the pod is made
    priorityClassName: nameOf(context),
    priority: priorityOf(context),
    preemptionPolicy: 'Never',
    runtimeClassName: nameOf(context),
    overhead: RUNTIME_OVERHEAD,
    serviceAccountName: nameOf(context),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostUsers: true,
    shareProcessNamespace: true,
    hostname: 'rehearse',
    subdomain: 'pods',
    setHostnameAsFQDN: true,
    dnsPolicy: 'None',
    dnsConfig: {
      nameservers: ['192.0.2.53'],
      searches: ['rehearse.example.com'],
      options: [{ name: 'ndots', value: '2' }],
    },
    hostAliases: [{ ip: '192.0.2.1', hostnames: ['alias.example.com'] }],
    imagePullSecrets: [{ name: nameOf(context) }],
    nodeSelector: { [`${DOMAIN}/never`]: 'true' },
    tolerations: [
      { key: `${DOMAIN}/taint`, operator: 'Equal', value: 'yes', effect: 'NoExecute', tolerationSeconds: 60 },
    ],
    affinity: affinity(),
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        minDomains: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: labelSelector(),
        matchLabelKeys: ['pod-template-hash'],
        nodeAffinityPolicy: 'Honor',
        nodeTaintsPolicy: 'Ignore',
      },
    ],
    readinessGates: [{ conditionType: `${DOMAIN}/ready` }],
    resourceClaims: [{ name: 'device', resourceClaimName: nameOf(context) }],
    resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
    securityContext: podSecurity(),
    containers: containers(),
    initContainers: initContainers(),
    volumes: volumes(context),
  };
}

/** The pod template of a controller that makes gated pods. */
export function podTemplate(context: CorpusContext, app: string, spec: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: { [APP_LABEL]: app }, annotations: { [`${DOMAIN}/template`]: 'yes' } },
    spec: { ...podSpec(context), ...spec },
  };
}

/** A pod template from which no pod is ever made: adds what would otherwise make controllers create claims. */
export function inertPodTemplate(context: CorpusContext, app: string, spec: JsonObject = {}): JsonObject {
  const base = podSpec(context);
  return podTemplate(context, app, {
    volumes: [...(base['volumes'] as readonly JsonObject[]), ...inertVolumes()],
    resourceClaims: [
      { name: 'device', resourceClaimName: nameOf(context) },
      { name: 'template', resourceClaimTemplateName: nameOf(context) },
    ],
    ...spec,
  });
}

/** A label selector with both of its halves. */
export function labelSelector(): JsonObject {
  return {
    matchLabels: { tier: 'none' },
    matchExpressions: [{ key: 'tier', operator: 'In', values: ['none'] }],
  };
}

/** A node selector term that matches no node. */
export function nodeSelectorTerm(): JsonObject {
  return {
    matchExpressions: [{ key: `${DOMAIN}/never`, operator: 'In', values: ['true'] }],
    matchFields: [{ key: 'metadata.name', operator: 'In', values: ['none'] }],
  };
}

function affinity(): JsonObject {
  const term = {
    labelSelector: labelSelector(),
    namespaceSelector: labelSelector(),
    namespaces: ['rehearse-none'],
    topologyKey: 'kubernetes.io/hostname',
    matchLabelKeys: ['pod-template-hash'],
    mismatchLabelKeys: ['generation'],
  };
  const podTerms = {
    requiredDuringSchedulingIgnoredDuringExecution: [term],
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
  };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeSelectorTerm()] },
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: nodeSelectorTerm() }],
    },
    podAffinity: podTerms,
    podAntiAffinity: podTerms,
  };
}

function podSecurity(): JsonObject {
  return {
    appArmorProfile: { type: 'Localhost', localhostProfile: 'rehearse' },
    fsGroup: 2000,
    fsGroupChangePolicy: 'OnRootMismatch',
    runAsGroup: 1000,
    runAsNonRoot: true,
    runAsUser: 1000,
    seLinuxChangePolicy: 'Recursive',
    seLinuxOptions: { level: 's0:c1,c2', role: 'system_r', type: 'container_t', user: 'system_u' },
    seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/rehearse.json' },
    supplementalGroups: [3000],
    supplementalGroupsPolicy: 'Merge',
    sysctls: [{ name: 'net.core.somaxconn', value: '1024' }],
    windowsOptions: windowsOptions(),
  };
}
