import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import { resolveVersion } from '../binaries/resolve-version.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { formatProbe } from '../fields/format-probe.js';
import type { ProbeResult } from '../fields/probe-result.js';
import { AnswersLog, readHeading, type AnswersHeading } from '../field-probe/answers-log.js';
import { runProbe } from '../field-probe/run-probe.js';
import { minorOf, type Release } from '../model/version.js';
import type { EffectiveVersion } from '../model/effective-version.js';
import type { Launch } from '../model/plan.js';
import { launchOf } from '../plan/launch.js';
import { defaultMinCompatibility } from '../plan/release-rules.js';
import type { ProgramLookup } from '../providers/cluster.js';
import type { EventSink } from '../support/events.js';
import { canonicalJson } from '../support/canonical-json.js';
import { harnessVersion } from './harness-version.js';
import { beginWork } from './own-work.js';
import { pathsOf, writeReproduction } from './probe-files.js';
import { readyServers } from './ready-servers.js';

/** One probe as the command line asks for it. */
export interface ProbeFieldsRequest {
  readonly from: string;
  readonly to: string;
  /** Where probe.json, probe.txt, answers.ndjson and the logs go. */
  readonly directory: string;
  /** Goes on with the answers that are there, instead of asking for everything. */
  readonly resume: boolean;
  readonly kinds: readonly string[] | 'all';
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
  const launches = launchesOf(from, to, request.featureGates);
  const { provider, programs, etcd } = await readyServers(catalogue, [from, to], request, from);
  const { id, workDirectory, release } = await beginWork('probe');
  let log: AnswersLog | undefined;
  try {
    await mkdir(directory, { recursive: true });
    const heading = await headingOf(request, { from, to }, programs);
    const path = join(directory, ANSWERS);
    log = request.resume ? await AnswersLog.resume(path, heading) : AnswersLog.begin(path, heading);
    const result = await runProbe({
      id,
      launches,
      etcdVersion: etcd,
      provider,
      programs,
      workDirectory,
      logDirectory: join(directory, 'logs', id),
      kinds: request.kinds,
      log,
      featureGates: request.featureGates,
      events,
      signal,
    });
    await writeFile(join(directory, 'probe.json'), canonicalJson(result));
    await writeFile(join(directory, 'probe.txt'), formatProbe(result));
    const paths = await pathsOf({ from, to, etcd }, programs);
    for (const [index, finding] of result.findings.entries()) {
      await writeReproduction(join(directory, 'reproduce'), index + 1, finding, result, paths);
    }
    return result;
  } catch (error) {
    if (log && log.kinds > 0)
      events({ type: 'warning', message: `to go on from here: kube-rehearse probe --resume ${directory}` });
    throw error;
  } finally {
    log?.close();
    await release();
  }
}

/** Name of the file in a probe's directory that it can be resumed from. */
const ANSWERS = 'answers.ndjson';

/** What a probe that is resumed asks. Throws BadInputError where there is none. */
export async function questionsOf(
  directory: string,
): Promise<Pick<ProbeFieldsRequest, 'from' | 'to' | 'kinds' | 'featureGates'>> {
  const { from, to, kinds, featureGates } = await readHeading(join(directory, ANSWERS));
  return { from: from.release, to: to.release, kinds, featureGates };
}

async function headingOf(
  { featureGates, kinds }: ProbeFieldsRequest,
  releases: Readonly<Record<'from' | 'to', Release>>,
  programs: ProgramLookup,
): Promise<AnswersHeading> {
  const side = async (release: Release): Promise<AnswersHeading['from']> => ({
    release,
    sha256: (await programs('kube-apiserver', release)).sha256,
  });
  const [from, to] = [await side(releases.from), await side(releases.to)];
  return { schemaVersion: 1, harnessVersion: harnessVersion(), from, to, featureGates, kinds };
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
