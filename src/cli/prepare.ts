import type { Plan } from '../model/plan.js';
import { defaultSources, ensureBinaries, type EnsureOptions, type EnsuredBinaries } from '../binaries/ensure.js';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { describeProgress, workOf, type BinariesProgress } from '../binaries/progress.js';
import { requireReleased } from '../binaries/require-released.js';
import { etcdVersionFor, resolveVersion } from '../binaries/resolve-version.js';
import { requireAvailableFaults, siteOf } from './available-faults.js';
import { toolRequest } from '../binaries/request.js';
import type { Release } from '../model/version.js';
import type { ClusterProvider } from '../providers/cluster.js';
import { planRun } from '../plan/plan-run.js';
import type { EventSink, RunEvent } from '../support/events.js';
import { loadScenario } from '../scenario/load-scenario.js';

/** What a user may set on the command line about a scenario. */
export interface ScenarioOptions {
  readonly from?: string;
  readonly to?: string;
  readonly seed?: number;
  /** What clusters are made of; `local` unless given. */
  readonly provider?: ClusterProvider['name'];
}

/** Loads a scenario and plans it: versions from the catalogue, never from the network. Starts nothing. */
export async function planScenario(path: string, options: ScenarioOptions): Promise<Plan> {
  const scenario = await loadScenario(path);
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const to = resolveVersion(catalogue, options.to ?? scenario.to);
  const from = resolveVersion(catalogue, options.from ?? scenario.from, { relativeTo: to });
  const versions = { from, to, etcd: etcdVersionFor(catalogue, from) };
  const plan = planRun({ scenario, versions, seed: options.seed ?? 1 });
  await requireAvailableFaults(scenario, siteOf(options.provider ?? 'local'));
  return plan;
}

/** Refuses plans that ask for a release that does not exist, before hours go into the others. Fetches no program. */
export async function requireReleases(
  plans: readonly Plan[],
  overrides: readonly BinariesOverride[],
  signal: AbortSignal,
): Promise<void> {
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const versions = new Set(plans.flatMap(({ versions: { from, to } }) => [from, to]));
  const requests = [...versions].map((version) => ({ product: 'kubernetes', version }) as const);
  await requireReleased(catalogue, requests, { sources: defaultSources(), overrides, signal });
}

/** Makes the programs of a plan ready, telling about long work. */
export async function prepareBinaries(
  plan: Plan,
  overrides: readonly BinariesOverride[],
  signal: AbortSignal,
  events: EventSink,
): Promise<EnsuredBinaries[]> {
  // one set of sources: they remember a site that cannot be reached
  const options = preparation(overrides, signal, events);
  const { from, to, etcd } = plan.versions;
  const ensured = await prepareServers([from, to], { version: etcd, pairedWith: from }, options);
  ensured.push(await ensureBinaries(toolRequest(await loadCatalogue(defaultCataloguePath()), 'kwok'), options));
  return ensured;
}

/** How programs are made ready: where from, and whom to tell. */
export function preparation(
  overrides: readonly BinariesOverride[],
  signal: AbortSignal,
  events: EventSink,
): EnsureOptions {
  const onProgress = (progress: BinariesProgress): void => events(progressEvent(progress));
  return { overrides, signal, sources: defaultSources(), onProgress };
}

/** Makes servers ready: Kubernetes of these releases, and the etcd that goes with one of them. */
export async function prepareServers(
  releases: readonly Release[],
  etcd: { readonly version: string; readonly pairedWith: Release },
  options: EnsureOptions,
): Promise<EnsuredBinaries[]> {
  const ensured = [];
  for (const version of new Set(releases)) {
    ensured.push(await ensureBinaries({ product: 'kubernetes', version }, options));
  }
  ensured.push(await ensureBinaries({ product: 'etcd', ...etcd }, options));
  return ensured;
}

/** What goes on with programs as an event of the run. */
export function progressEvent(progress: BinariesProgress): Extract<RunEvent, { type: 'progress' }> {
  const work = workOf(progress);
  return { type: 'progress', message: describeProgress(progress), ...(work !== undefined && { work }) };
}
