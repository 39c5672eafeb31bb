import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue, type Catalogue } from '../binaries/catalogue.js';
import { listBinaries } from '../binaries/list.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { programLookup } from '../binaries/program-lookup.js';
import { etcdVersionFor, resolveVersion } from '../binaries/resolve-version.js';
import { formatBisect } from '../fields/bisect/format.js';
import { outcomeOf, type BisectResult, type Varied } from '../fields/bisect/result.js';
import { parseGates, type Setting } from '../fields/bisect/setting.js';
import type { ProbeResult } from '../fields/probe-result.js';
import { runBisect, type VariantSetting } from '../field-probe/bisect/run-bisect.js';
import type { EffectiveVersion } from '../model/effective-version.js';
import type { Launch } from '../model/plan.js';
import { addMinors, compareMinors, isRelease, minorOf, type Minor, type Release } from '../model/version.js';
import { launchOf } from '../plan/launch.js';
import { brokenRule, defaultMinCompatibility, floorOf } from '../plan/release-rules.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import { canonicalJson } from '../support/canonical-json.js';
import { BadInputError } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import { harnessVersion } from './harness-version.js';
import { beginWork } from './own-work.js';
import { preparation, prepareServers } from './prepare.js';
import { findingsNumbered, readProbe, writeBugReport } from './probe-files.js';
import { readyProvider } from './ready-provider.js';

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
  const releases = request.vary.includes('releases') ? await otherReleases(request, catalogue, probe) : [];
  const provider = new LocalProvider(catalogue.tools.kwok);
  await readyProvider(provider, events);
  const etcd = { version: etcdVersionFor(catalogue, old.binary), pairedWith: old.binary };
  const options = preparation(request.overrides, signal, events);
  const ensured = await prepareServers([old.binary, emulating.binary, ...releases], etcd, options);
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
      etcdVersion: etcd.version,
      provider,
      programs: programLookup(ensured),
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

/** Every legal min-compatibility and emulated version of the emulating server but its own, and the other releases on their side. */
function variantsOf(
  { old, emulating }: Readonly<Record<VariantSetting['side'], Setting>>,
  vary: BisectFindingsRequest['vary'],
  releases: readonly Release[],
): VariantSetting[] {
  const { version } = emulating;
  const binary = minorOf(version.binary);
  const minors = minorsBetween(floorOf(binary), binary);
  const at = (change: Partial<EffectiveVersion>): Setting => ({ ...emulating, version: { ...version, ...change } });
  const variants: VariantSetting[] = [];
  for (const minor of vary.includes('min-compat') ? minors : []) {
    const setting = at({ minCompatibility: minor });
    if (minor === version.minCompatibility || brokenRule(setting.version)) continue;
    variants.push({ of: 'minCompatibility', version: minor, side: 'emulating', setting });
  }
  for (const minor of vary.includes('emulated') ? minors : []) {
    if (minor === version.emulated) continue;
    const setting = at({ emulated: minor, minCompatibility: defaultMinCompatibility(binary, minor) });
    variants.push({ of: 'emulated', version: minor, side: 'emulating', setting });
  }
  for (const release of releases) {
    const side = minorOf(release) === binary ? 'emulating' : 'old';
    const base = side === 'old' ? old : emulating;
    variants.push({
      of: 'releases',
      version: release,
      side,
      setting: { ...base, version: { ...base.version, binary: release } },
    });
  }
  return variants;
}

function minorsBetween(first: Minor, last: Minor): Minor[] {
  const minors: Minor[] = [];
  for (let minor = first; compareMinors(minor, last) <= 0; minor = addMinors(minor, 1)) minors.push(minor);
  return minors;
}

/** The releases to try in place of the probe's, oldest first. Throws BadInputError for one of another minor. */
async function otherReleases(
  { releases }: BisectFindingsRequest,
  catalogue: Catalogue,
  { versions: { old, emulating } }: ProbeResult,
): Promise<Release[]> {
  const minors = [minorOf(old.binary), minorOf(emulating.binary)];
  const chosen = releases?.map((text) => resolveVersion(catalogue, text)) ?? (await releasesHere());
  const stranger = releases && chosen.find((release) => !minors.includes(minorOf(release)));
  if (stranger !== undefined) {
    throw new BadInputError({
      code: 'release-unrelated',
      message: `--releases: ${stranger} is a release of neither ${minors.join(' nor ')}`,
      remedy: 'give releases of the minors that the probe compared',
    });
  }
  const others = chosen.filter(
    (release) => minors.includes(minorOf(release)) && release !== old.binary && release !== emulating.binary,
  );
  return [...new Set(others)].sort(new Intl.Collator('en', { numeric: true }).compare);
}

/** Releases whose kube-apiserver is in the cache. */
async function releasesHere(): Promise<Release[]> {
  const here = (await listBinaries()).filter(
    ({ product, programs }) => product === 'kubernetes' && programs['kube-apiserver'],
  );
  return here.map(({ version }) => version).filter(isRelease);
}
