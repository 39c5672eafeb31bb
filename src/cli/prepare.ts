import type { Plan } from '../model/plan.js';
import { defaultSources, ensureBinaries, type EnsuredBinaries } from '../binaries/ensure.js';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { describeProgress } from '../binaries/progress.js';
import { etcdVersionFor, resolveVersion } from '../binaries/resolve-version.js';
import { planRun } from '../plan/plan-run.js';
import { loadScenario } from '../scenario/load-scenario.js';

/** What a user may set on the command line about a scenario. */
export interface ScenarioOptions {
  readonly from?: string;
  readonly to?: string;
  readonly seed?: number;
}

/** Loads a scenario and plans it: versions from the catalogue, never from the network. Starts nothing. */
export async function planScenario(path: string, options: ScenarioOptions): Promise<Plan> {
  const scenario = await loadScenario(path);
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const to = resolveVersion(catalogue, options.to ?? scenario.to);
  const from = resolveVersion(catalogue, options.from ?? scenario.from, { relativeTo: to });
  const versions = { from, to, etcd: etcdVersionFor(catalogue, from) };
  return planRun({ scenario, versions, seed: options.seed ?? 1 });
}

/** Makes the programs of a plan ready, telling about long work. */
export async function prepareBinaries(
  plan: Plan,
  overrides: readonly BinariesOverride[],
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<EnsuredBinaries[]> {
  const { from, to, etcd } = plan.versions;
  // one set of sources: they remember a site that cannot be reached
  const options = { overrides, signal, sources: defaultSources(), onProgress: throttled(tell) };
  const ensured = [];
  for (const version of new Set([from, to])) {
    ensured.push(await ensureBinaries({ product: 'kubernetes', version }, options));
  }
  ensured.push(await ensureBinaries({ product: 'etcd', version: etcd, pairedWith: from }, options));
  return ensured;
}

type Progress = Parameters<typeof describeProgress>[0];

/** The same kind of progress at most every ten seconds; downloads report every chunk. */
function throttled(tell: (message: string) => void): (progress: Progress) => void {
  let kind = '';
  let told = 0;
  return (progress) => {
    const now = performance.now();
    if (progress.type === kind && now - told < 10_000) return;
    kind = progress.type;
    told = now;
    tell(describeProgress(progress));
  };
}
