import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import { programLookup } from '../binaries/program-lookup.js';
import { etcdVersionFor, resolveVersion } from '../binaries/resolve-version.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { formatProbe } from '../fields/format-probe.js';
import type { ProbeResult } from '../fields/probe-result.js';
import { runProbe } from '../field-probe/run-probe.js';
import { minorOf, type Release } from '../model/version.js';
import type { EffectiveVersion } from '../model/effective-version.js';
import type { Launch } from '../model/plan.js';
import { launchOf } from '../plan/launch.js';
import { defaultMinCompatibility } from '../plan/release-rules.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import type { EventSink } from '../support/events.js';
import { canonicalJson } from '../support/canonical-json.js';
import { OwnRunRecord, stateDirectory } from '../support/run-records.js';
import { preparation, prepareServers } from './prepare.js';
import { readyProvider } from './ready-provider.js';

/** One probe as the command line asks for it. */
export interface ProbeFieldsRequest {
  readonly from: string;
  readonly to: string;
  /** Where probe.json, probe.txt and the logs go; must be empty or absent. */
  readonly directory: string;
  readonly kinds?: readonly string[];
  /** `--feature-gates` of the emulating server alone. */
  readonly featureGates: string;
  readonly overrides: readonly BinariesOverride[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** The composition root of a probe: programs, provider, the probe itself and its files. */
export async function probeFields(request: ProbeFieldsRequest): Promise<ProbeResult> {
  const { events, signal, directory } = request;
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const to = resolveVersion(catalogue, request.to);
  const from = resolveVersion(catalogue, request.from, { relativeTo: to });
  const etcdVersion = etcdVersionFor(catalogue, from);
  const launches = launchesOf(from, to, request.featureGates);
  const provider = new LocalProvider(catalogue.tools.kwok);
  await readyProvider(provider, events);
  const ensured = await prepareServers({ from, to, etcd: etcdVersion }, preparation(request.overrides, signal, events));
  const id = `probe-${randomBytes(4).toString('hex')}`;
  const workDirectory = join(stateDirectory(), 'work', id);
  const record = await OwnRunRecord.create(id, workDirectory);
  try {
    await mkdir(workDirectory, { recursive: true, mode: 0o700 });
    await mkdir(directory, { recursive: true });
    const result = await runProbe({
      id,
      launches,
      etcdVersion,
      provider,
      programs: programLookup(ensured),
      workDirectory,
      logDirectory: join(directory, 'logs'),
      ...(request.kinds && { kinds: request.kinds }),
      featureGates: request.featureGates,
      events,
      signal,
    });
    await writeFile(join(directory, 'probe.json'), canonicalJson(result));
    await writeFile(join(directory, 'probe.txt'), formatProbe(result));
    return result;
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
    await record.remove();
  }
}

/**
 * The guide takes whatever the new release can take: a field that it drops cannot be reached at all. With every gate on, the
 * server's own informers wait for the alpha APIs, so these are served too. StorageVersionAPI has no field and holds up every
 * write at start, on a busy machine for longer than the server's own start allows.
 */
const EVERYTHING = {
  featureGates: { AllAlpha: true, AllBeta: true, StorageVersionAPI: false },
  runtimeConfig: { 'api/all': 'true' },
};

function launchesOf(from: Release, to: Release, featureGates: string): Record<'old' | 'emulating' | 'guide', Launch> {
  const emulated = minorOf(from);
  const at = (binary: Release, minor: typeof emulated): EffectiveVersion => ({
    binary,
    emulated: minor,
    minCompatibility: defaultMinCompatibility(minorOf(binary), minor),
  });
  const plain = { featureGates: {}, runtimeConfig: {}, components: {} };
  const gated =
    featureGates === '' ? {} : { 'kube-apiserver': { extraArgs: { 'feature-gates': featureGates }, env: {} } };
  return {
    old: launchOf(at(from, emulated), plain),
    emulating: launchOf(at(to, emulated), { ...plain, components: gated }),
    guide: launchOf(at(to, minorOf(to)), { ...plain, ...EVERYTHING }),
  };
}
