import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue, type Catalogue } from '../binaries/catalogue.js';
import { listBinaries } from '../binaries/list.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { resolveVersion } from '../binaries/resolve-version.js';
import { formatBisect } from '../fields/bisect/format.js';
import { outcomeOf, type BisectResult, type Varied } from '../fields/bisect/result.js';
import { parseGates, type Setting } from '../fields/bisect/setting.js';
import type { ProbeResult } from '../fields/probe-result.js';
import { runBisect } from '../field-probe/bisect/run-bisect.js';
import type { Launch } from '../model/plan.js';
import { isRelease, type Release } from '../model/version.js';
import { launchOf } from '../plan/launch.js';
import { canonicalJson } from '../support/canonical-json.js';
import type { EventSink } from '../support/events.js';
import { chosenReleases, releasesBeside, variantsOf } from './bisect-variants.js';
import { harnessVersion } from './harness-version.js';
import { beginWork } from './own-work.js';
import { findingsNumbered, readProbe, writeBugReport } from './probe-files.js';
import { readyServers } from './ready-servers.js';

/** One bisection as the command line asks for it. */
export interface BisectFindingsRequest {
  /** The probe's directory. */
  readonly probe: string;
  /** Numbers of findings in probe.txt; none for all. */
  readonly numbers: readonly number[];
  readonly vary: readonly Varied[];
  /** Other releases of the probe's two minors; unless given, those that are here already. */
  readonly releases?: readonly string[] | undefined;
  /** Where bisect.json, bisect.txt, the bug reports and the logs go. */
  readonly directory: string;
  readonly overrides: readonly BinariesOverride[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** The composition root of a bisection: programs, provider, the trials and their files. */
export async function bisectFindings(request: BisectFindingsRequest): Promise<BisectResult> {
  const { events, signal, directory } = request;
  const probe = await readProbe(request.probe);
  const findings = findingsNumbered(probe, request.numbers);
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const { old, emulating } = probe.versions;
  const releases = request.vary.includes('releases') ? await releasesFor(request, catalogue, probe) : [];
  const all = [old.binary, emulating.binary, ...releases];
  const { provider, programs, etcd } = await readyServers(catalogue, all, request, old.binary);
  const { id, workDirectory, release } = await beginWork('bisect');
  try {
    await mkdir(directory, { recursive: true });
    const sides = {
      old: { version: old, featureGates: {}, runtimeConfig: {} },
      emulating: { version: emulating, featureGates: parseGates(probe.featureGates), runtimeConfig: {} },
    };
    const bisected = await runBisect({
      ...sides,
      id: `${id}-trials`,
      findings,
      searchSwitches: request.vary.includes('switches'),
      variants: variantsOf(sides, request.vary, releases),
      launchFor,
      etcdVersion: etcd,
      provider,
      programs,
      workDirectory: join(workDirectory, 'trials'),
      directory,
      logDirectory: join(directory, 'logs'),
      events,
      signal,
    });
    const result: BisectResult = {
      schemaVersion: 1,
      harnessVersion: harnessVersion(),
      versions: { old, emulating },
      featureGates: probe.featureGates,
      varied: request.vary,
      ...bisected,
      outcome: outcomeOf(bisected.findings),
    };
    await writeFile(join(directory, 'bisect.json'), canonicalJson(result));
    await writeFile(join(directory, 'bisect.txt'), formatBisect(result));
    for (const [index, { number, finding }] of findings.entries()) {
      await writeBugReport(directory, number, finding, probe, result.findings[index]);
    }
    return result;
  } finally {
    await release();
  }
}

function launchFor({ version, featureGates, runtimeConfig }: Setting, prefix: string): Launch {
  const components = { 'kube-apiserver': { extraArgs: { 'etcd-prefix': prefix }, env: {} } };
  return launchOf(version, { featureGates, runtimeConfig, components });
}

/** Releases whose kube-apiserver is in the cache. */
async function releasesHere(): Promise<Release[]> {
  const here = (await listBinaries()).filter(
    ({ product, programs }) => product === 'kubernetes' && programs['kube-apiserver'],
  );
  return here.map(({ version }) => version).filter(isRelease);
}

async function releasesFor(
  { releases }: BisectFindingsRequest,
  catalogue: Catalogue,
  { versions: { old, emulating } }: ProbeResult,
): Promise<Release[]> {
  const sides = [old.binary, emulating.binary];
  if (releases)
    return chosenReleases(
      releases.map((text) => resolveVersion(catalogue, text)),
      sides,
    );
  return releasesBeside(await releasesHere(), sides);
}
