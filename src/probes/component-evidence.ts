import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { Endpoint } from '../model/endpoint.js';
import type { ComponentEvidence, SelfDescription } from '../model/observation.js';
import type { SelfReport } from '../model/self-report.js';
import { KubeClient } from '../kube/kube-client.js';
import { readGates, readMetric } from '../kube/metrics.js';
import type { Cluster } from '../providers/cluster.js';
import { readSelfDescription } from './self-description.js';

/**
 * Asks every component what it is, and the operating system whether that is true. `expected` gives the sha256 of the program
 * that the plan names, whatever the provider was made to start.
 */
export async function observeComponents(
  cluster: Cluster,
  expected: (component: KubeComponent) => Promise<string>,
): Promise<Record<KubeComponent, ComponentEvidence>> {
  const evidence = await Promise.all(
    KUBE_COMPONENTS.map(async (component) => ({
      ...(await observeComponent(cluster, component)),
      expectedSha256: await expected(component),
    })),
  );
  return Object.fromEntries(evidence.map((entry) => [entry.component, entry])) as Record<
    KubeComponent,
    ComponentEvidence
  >;
}

/** What one component reports of itself, and the program behind it. */
export async function observeComponent(
  cluster: Cluster,
  component: KubeComponent,
): Promise<Omit<ComponentEvidence, 'expectedSha256'>> {
  const [instance, report] = await Promise.all([
    cluster.instance(component),
    readSelfReport(cluster.endpoint(component), component),
  ]);
  return { component, instance: instance.id, executableSha256: instance.executableSha256, ...report };
}

/**
 * Asks one component what it is. kube-apiserver answers /version; the controller manager and the scheduler serve
 * none, so their binary comes from `kubernetes_build_info` and their emulation from `version_info` (1.34 and later).
 */
export async function readSelfReport(
  endpoint: Endpoint,
  component: KubeComponent,
): Promise<SelfReport & Pick<ComponentEvidence, 'sources' | 'gates'> & { readonly description: SelfDescription }> {
  const client = new KubeClient(endpoint, { connections: 1 });
  try {
    const page = await client.text('/metrics');
    const buildInfo = readMetric(page, 'kubernetes_build_info')[0]?.labels;
    const build = buildInfo?.['git_version'];
    // the API server also exports its own libraries' line; the component label tells them apart
    const info = readMetric(page, 'version_info').find(({ labels }) => labels['component'] === 'kube')?.labels;
    const version = component === 'kube-apiserver' ? await client.get('/version') : undefined;
    const sources = [
      ...(version ? ['/version'] : []),
      ...(info ? ['metric version_info'] : []),
      ...(build ? ['metric kubernetes_build_info'] : []),
    ];
    const reported = agree(component, 'binary', [text(version?.['gitVersion']), build]);
    return {
      binary: (reported ?? '').replace(/^v/, ''),
      emulated: agree(component, 'emulated version', [minor(version, 'emulation'), info?.['emulation']]),
      minCompatibility: agree(component, 'min-compatibility version', [
        minor(version, 'minCompatibility'),
        info?.['min_compat'],
      ]),
      sources,
      gates: readGates(page),
      description: await readSelfDescription(client, buildInfo),
    };
  } finally {
    await client.close();
  }
}

function minor(version: Readonly<Record<string, unknown>> | undefined, prefix: string): string | undefined {
  const number = text(version?.[`${prefix}Minor`]);
  return number === undefined ? undefined : `1.${number}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The one value that all reports have. Two reports that contradict each other are shown as both, which no plan asks for. */
function agree(component: string, what: string, reports: readonly (string | undefined)[]): string | null {
  const distinct = [...new Set(reports.filter((report) => report !== undefined))];
  if (distinct.length > 1) return `${component} contradicts itself about its ${what}: ${distinct.join(' and ')}`;
  return distinct[0] ?? null;
}
