import type { LedgerEntry } from '../../model/scenario.js';
import { answerEntries, pathEntries, type Because, type Pair } from './entries.js';

const PAIR: Pair = '1.33 -> 1.34';

const NO_TIMESTAMP: Because = {
  reason:
    'how objects are written is not versioned: a template has no time of creation, which 1.33 writes as null and 1.34 leaves out, also ' +
    'while it emulates 1.33. The two mean the same, but what compares bytes sees another template: 134773, in track-record.md',
  source: 'https://github.com/kubernetes/kubernetes/pull/130989',
};

/** Where a template stands. */
const TEMPLATE = ['spec.template'];
const CLAIM_TEMPLATE = 'spec.volumeClaimTemplates[0]';
const POD_TEMPLATE = withVolume('template');
const TEMPLATE_AND_VOLUME = withVolume('spec.template');
const JOB_TEMPLATE = ['spec.jobTemplate', 'spec.jobTemplate.spec.template'];
const JOB_TEMPLATE_AND_VOLUME = ['spec.jobTemplate', ...withVolume('spec.jobTemplate.spec.template')];

/** What the server would store of the corpus's templates, by the question. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'apps/v1 daemonsets': TEMPLATE_AND_VOLUME,
  'apps/v1 daemonsets with an unknown field': TEMPLATE_AND_VOLUME,
  'apps/v1 daemonsets without spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels.tier':
    TEMPLATE_AND_VOLUME,
  'apps/v1 daemonsets without spec.template.spec.containers[0].securityContext.appArmorProfile': TEMPLATE_AND_VOLUME,
  'apps/v1 daemonsets without spec.template.spec.securityContext.windowsOptions.hostProcess': TEMPLATE_AND_VOLUME,
  'apps/v1 daemonsets#running': TEMPLATE,
  'apps/v1 deployments': TEMPLATE,
  'apps/v1 deployments with an unknown field': TEMPLATE,
  'apps/v1 deployments with {} at spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector':
    TEMPLATE,
  'apps/v1 deployments without spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation': TEMPLATE,
  'apps/v1 deployments without spec.template.spec.securityContext.windowsOptions.gmsaCredentialSpecName': TEMPLATE,
  'apps/v1 deployments#idle': TEMPLATE_AND_VOLUME,
  'apps/v1 deployments#running': TEMPLATE,
  'apps/v1 replicasets': TEMPLATE,
  'apps/v1 replicasets with an unknown field': TEMPLATE,
  'apps/v1 statefulsets': TEMPLATE,
  'apps/v1 statefulsets max-unavailable (1.37)': TEMPLATE,
  'apps/v1 statefulsets with "No such Value!" at spec.template.spec.securityContext.sysctls[0].value': TEMPLATE,
  'apps/v1 statefulsets with ["generation","generation"] at spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys':
    TEMPLATE,
  'apps/v1 statefulsets with an unknown field': TEMPLATE,
  'apps/v1 statefulsets with {} at spec.template.spec.containers[0].securityContext': TEMPLATE,
  'apps/v1 statefulsets without spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys':
    TEMPLATE,
  'apps/v1 statefulsets without spec.template.spec.containers[0].securityContext': TEMPLATE,
  'apps/v1 statefulsets without spec.template.spec.securityContext.sysctls[0].value': TEMPLATE,
  'apps/v1 statefulsets#idle': [...TEMPLATE_AND_VOLUME, CLAIM_TEMPLATE],
  'apps/v1 statefulsets#running': [...TEMPLATE, CLAIM_TEMPLATE],
  'batch/v1 cronjobs': JOB_TEMPLATE_AND_VOLUME,
  'batch/v1 cronjobs with an unknown field': JOB_TEMPLATE_AND_VOLUME,
  'batch/v1 cronjobs with {} at spec.jobTemplate.spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector.matchLabels':
    JOB_TEMPLATE_AND_VOLUME,
  'batch/v1 cronjobs without spec.jobTemplate.spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector.matchLabels':
    JOB_TEMPLATE_AND_VOLUME,
  'batch/v1 cronjobs without spec.jobTemplate.spec.template.spec.containers[0].volumeDevices': JOB_TEMPLATE_AND_VOLUME,
  'batch/v1 cronjobs#running': JOB_TEMPLATE,
  'batch/v1 jobs': TEMPLATE_AND_VOLUME,
  'batch/v1 jobs job-scheduling (1.37)': TEMPLATE,
  'batch/v1 jobs with [{"weight":1,"podAffinityTerm":{"labelSelector":{"matchLabels":{"tier":"none"},"matchExpressions":[{"key":"tier","operator":"In","values":["none"]}]},"namespaceSelector":{"matchLabels":{"tier":"none"},"matchExpressions":[{"key":"tier","operator":"In","values":["none"]}]},"namespaces":["rehearse-none"],"topologyKey":"kubernetes.io/hostname","matchLabelKeys":["pod-template-hash"],"mismatchLabelKeys":["generation"]}},{"weight":1,"podAffinityTerm":{"labelSelector":{"matchLabels":{"tier":"none"},"matchExpressions":[{"key":"tier","operator":"In","values":["none"]}]},"namespaceSelector":{"matchLabels":{"tier":"none"},"matchExpressions":[{"key":"tier","operator":"In","values":["none"]}]},"namespaces":["rehearse-none"],"topologyKey":"kubernetes.io/hostname","matchLabelKeys":["pod-template-hash"],"mismatchLabelKeys":["generation"]}}] at spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution':
    TEMPLATE_AND_VOLUME,
  'batch/v1 jobs with an unknown field': TEMPLATE_AND_VOLUME,
  'batch/v1 jobs with {} at spec.template.spec.securityContext.windowsOptions': TEMPLATE_AND_VOLUME,
  'batch/v1 jobs without spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution':
    TEMPLATE_AND_VOLUME,
  'batch/v1 jobs without spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation':
    TEMPLATE_AND_VOLUME,
  'batch/v1 jobs without spec.template.spec.securityContext.windowsOptions': TEMPLATE_AND_VOLUME,
  'batch/v1 jobs#foreign': TEMPLATE_AND_VOLUME,
  'batch/v1 jobs#running': TEMPLATE,
  'v1 podtemplates': POD_TEMPLATE,
  'v1 podtemplates with "No such Value!" at template.spec.containers[0].workingDir': POD_TEMPLATE,
  'v1 podtemplates with ["NET_BIND_SERVICE","NET_BIND_SERVICE"] at template.spec.containers[0].securityContext.capabilities.add':
    POD_TEMPLATE,
  'v1 podtemplates with ["none","none"] at template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaceSelector.matchExpressions[0].values':
    POD_TEMPLATE,
  'v1 podtemplates with an unknown field': POD_TEMPLATE,
  'v1 podtemplates without template.spec.containers[0].securityContext.capabilities.add': POD_TEMPLATE,
  'v1 podtemplates without template.spec.containers[0].workingDir': POD_TEMPLATE,
  'v1 replicationcontrollers': TEMPLATE,
  'v1 replicationcontrollers with an unknown field': TEMPLATE,
  'v1 replicationcontrollers without spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaceSelector.matchLabels.tier':
    TEMPLATE,
  'v1 replicationcontrollers without spec.template.spec.containers[0].imagePullPolicy': TEMPLATE,
};

/** What it shows of those that are stored; the number is the minute of the CronJob's last time, on the first of January 2026. */
const SERVED: Readonly<Record<string, readonly string[]>> = {
  'apps/v1 Deployment rehearse-{wave}/rehearse-{wave}': TEMPLATE,
  'apps/v1 Deployment rehearse-{wave}/rehearse-{wave}-idle': TEMPLATE_AND_VOLUME,
  'apps/v1 Deployment rehearse-{wave}/rehearse-{wave}-running': TEMPLATE,
  'apps/v1 ReplicaSet rehearse-{wave}/rehearse-{wave}': TEMPLATE,
  'apps/v1 ReplicaSet rehearse-{wave}/rehearse-{wave}-{hash}': TEMPLATE,
  'apps/v1 ReplicaSet rehearse-{wave}/rehearse-{wave}-running-{hash}': TEMPLATE,
  'batch/v1 CronJob rehearse-{wave}/rehearse-{wave}': JOB_TEMPLATE_AND_VOLUME,
  'batch/v1 CronJob rehearse-{wave}/rehearse-{wave}-running': JOB_TEMPLATE,
  'batch/v1 Job rehearse-{wave}/rehearse-{wave}': TEMPLATE_AND_VOLUME,
  'batch/v1 Job rehearse-{wave}/rehearse-{wave}-foreign': TEMPLATE_AND_VOLUME,
  'batch/v1 Job rehearse-{wave}/rehearse-{wave}-running': TEMPLATE,
  'batch/v1 Job rehearse-{wave}/rehearse-{wave}-running-29453760': TEMPLATE,
  'v1 PodTemplate rehearse-{wave}/rehearse-{wave}': POD_TEMPLATE,
  'v1 ReplicationController rehearse-{wave}/rehearse-{wave}': TEMPLATE,
};

/** A time that 1.33 writes as null and 1.34 does not write. */
export const TIMESTAMPS_FROM_1_33_TO_1_34: readonly LedgerEntry[] = [
  ...Object.entries(ASKED).flatMap(([question, templates]) =>
    answerEntries(PAIR, NO_TIMESTAMP, { [question]: timesOf(templates).map((path) => `object.${path}`) }),
  ),
  ...Object.entries(SERVED).flatMap(([subject, templates]) =>
    pathEntries(
      PAIR,
      { id: `no-timestamp-${subject}`, guarantee: 'served-unchanged', subject },
      timesOf(templates),
      NO_TIMESTAMP,
    ),
  ),
];

function timesOf(templates: readonly string[]): string[] {
  return templates.map((place) => `${place}.metadata.creationTimestamp`);
}

/** A template, and that of the claim of its ephemeral volume. */
function withVolume(place: string): string[] {
  return [place, `${place}.spec.volumes[31].ephemeral.volumeClaimTemplate`];
}
