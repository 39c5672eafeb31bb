import type { AtlasCell, AtlasSection } from '../model/atlas.js';
import type { Question } from '../model/behaviour.js';
import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import { formatEffectiveVersion } from '../model/effective-version.js';
import type { SelfDescription } from '../model/observation.js';
import { reportsTriple } from '../model/self-report.js';
import type { KnownBehaviour } from '../probes/behaviour.js';
import { readSelfReport } from '../probes/component-evidence.js';
import { settle } from '../probes/settle.js';
import { observeOracle } from '../probes/surface-oracle.js';
import type { Cluster, ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import { launchOfCell } from './cells.js';
import { admissionFacts, celFacts, fieldFacts, gateFacts, objectFacts, settingFacts, withoutOwn } from './facts.js';
import type { CellObservation, CellProblem, Facts } from './observation.js';
import { resourceFacts, storageFacts } from './surface-facts.js';

/** Where cells are started, and what they are asked. */
export interface CellGround {
  /** Unique on this machine. */
  readonly id: string;
  readonly workDirectory: string;
  readonly logDirectory: string;
  readonly etcdVersion: string;
  readonly provider: ClusterProvider;
  readonly programs: ProgramLookup;
  /** sha256 of the programs that the cell is made of. */
  readonly hashes: CellObservation['programs'];
  readonly questions: readonly Question[];
  readonly known: KnownBehaviour;
  /** Flags that the release's components show. */
  readonly flags: Facts;
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
}

/** Which sections a probe's problem leaves unseen; all that are read from the API where it is another one. */
const SECTIONS: Readonly<Record<string, readonly AtlasSection[]>> = {
  openapi: ['fields'],
  answers: ['cel'],
  admission: ['admission'],
};
const OTHERWISE: readonly AtlasSection[] = ['resources', 'storage versions'];

/** Starts the control plane of a cell on an empty etcd, looks at it when it has settled, and ends it. Throws when it does not become ready or does not answer. */
export async function observeCell(cell: AtlasCell, ground: CellGround): Promise<CellObservation> {
  const { id, workDirectory, logDirectory, etcdVersion, programs, signal, onWarning } = ground;
  const cluster = await ground.provider.provision({
    id,
    workDirectory,
    logDirectory,
    launch: launchOfCell(cell),
    etcdVersion,
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: 2,
    programs,
    signal,
    onWarning,
  });
  try {
    for (const component of KUBE_COMPONENTS) await cluster.waitUntilReady(component);
    const unsettled = await settle(cluster, signal);
    const observed = await look(cell, cluster, ground);
    if (unsettled === undefined) return observed;
    return { ...observed, problems: [...observed.problems, { section: 'default objects', message: unsettled }] };
  } finally {
    await cluster.stop();
  }
}

async function look(cell: AtlasCell, cluster: Cluster, ground: CellGround): Promise<CellObservation> {
  const reports = await Promise.all(
    KUBE_COMPONENTS.map((component) => readSelfReport(cluster.endpoint(component), component)),
  );
  const described: Partial<Record<KubeComponent, SelfDescription>> = {};
  for (const [at, component] of KUBE_COMPONENTS.entries()) {
    const report = reports[at]!;
    requireAsked(cell, component, report);
    described[component] = report.description;
  }
  const { surface, behaviour, problems, store, gates } = await observeOracle(cluster, ground.questions, ground.known);
  const { resources } = surface;
  const plain = withoutOwn(ground.workDirectory, cluster.ports ?? {});
  return {
    schemaVersion: 1,
    cell,
    programs: ground.hashes,
    sections: {
      resources: resourceFacts(resources),
      'storage versions': storageFacts(resources),
      gates: gateFacts(gates),
      cel: celFacts(behaviour.answers),
      admission: admissionFacts(behaviour.admission),
      'default objects': objectFacts(store, plain),
      fields: fieldFacts(behaviour.openapi.v3),
      flags: ground.flags,
      settings: settingFacts(described as Record<KubeComponent, SelfDescription>, plain),
    },
    problems: [...problems, ...behaviour.problems].flatMap(({ probe, subject, message }) =>
      (SECTIONS[probe] ?? OTHERWISE).map((section): CellProblem => ({
        section,
        message: `${probe} ${subject}: ${message}`,
      })),
    ),
  };
}

/** Throws where a component says that it acts as something else than it was started as. */
function requireAsked(
  { version }: AtlasCell,
  component: KubeComponent,
  report: { readonly binary: string; readonly emulated: string | null; readonly minCompatibility: string | null },
): void {
  const { binary, emulated, minCompatibility } = version;
  const says = reportsTriple(component, binary)
    ? report.emulated === emulated && report.minCompatibility === minCompatibility
    : true;
  if (report.binary === binary && says) return;
  throw new Error(
    `${component} reports ${report.binary} (emulating ${report.emulated}, min-compat ${report.minCompatibility}), ` +
      `and was started as ${formatEffectiveVersion(version)}`,
  );
}
