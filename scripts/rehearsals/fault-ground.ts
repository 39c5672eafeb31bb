import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultCataloguePath, loadCatalogue } from '../../src/binaries/catalogue.js';
import { ensureBinaries } from '../../src/binaries/ensure.js';
import { programLookup } from '../../src/binaries/program-lookup.js';
import { etcdVersionFor, resolveVersion } from '../../src/binaries/resolve-version.js';
import { prepareFault, type FaultContext } from '../../src/faults/index.js';
import { KUBE_COMPONENTS, type KubeComponent } from '../../src/model/component.js';
import type { FaultSpec } from '../../src/model/fault.js';
import { LINKS, faultKind } from '../../src/model/fault-kinds.js';
import type { Launch } from '../../src/model/plan.js';
import { addMinors, minorOf } from '../../src/model/version.js';
import { prepareKind } from '../../src/cli/prepare-kind.js';
import { planScenario } from '../../src/cli/prepare.js';
import type { Cluster, ClusterProvider } from '../../src/providers/cluster.js';
import { LocalProvider } from '../../src/providers/local/local-provider.js';
import { messageOf } from '../../src/support/errors.js';

/** The two receipts of a fault, or what is missing of them. */
export type Receipts = { readonly onset: string; readonly end: string } | { readonly missing: string };

/** A fault that lasts is healed this long after its onset. */
const LASTS_MS = 300;

/** A real control plane on which faults are done one after the other, each at a place where it can have an effect. */
export class FaultGround {
  readonly cluster: Cluster;
  readonly #launch: Launch;

  private constructor(cluster: Cluster, launch: Launch) {
    this.cluster = cluster;
    this.#launch = launch;
  }

  /** Starts one of the newest pair's old release, its data and logs below `directory`. */
  static async open(directory: string, name: ClusterProvider['name'] = 'local'): Promise<FaultGround> {
    const catalogue = await loadCatalogue(defaultCataloguePath());
    const binary = resolveVersion(catalogue, 'n-1');
    const etcdVersion = etcdVersionFor(catalogue, binary);
    const plain = { extraArgs: {}, env: {} };
    const launch: Launch = {
      version: { binary, emulated: minorOf(binary), minCompatibility: addMinors(minorOf(binary), -1) },
      components: { 'kube-apiserver': plain, 'kube-controller-manager': plain, 'kube-scheduler': plain },
    };
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const provider = name === 'kind' ? await kindProvider() : new LocalProvider(catalogue.tools.kwok);
    const cluster = await provider.provision({
      id: `faults-${process.pid}`,
      workDirectory: join(directory, 'cluster'),
      logDirectory: join(directory, 'logs'),
      launch,
      etcdVersion,
      components: KUBE_COMPONENTS,
      terminationGraceSeconds: 1,
      links: LINKS,
      programs: programLookup([
        await ensureBinaries({ product: 'kubernetes', version: binary }),
        await ensureBinaries({ product: 'etcd', version: etcdVersion, pairedWith: binary }),
      ]),
    });
    const ground = new FaultGround(cluster, launch);
    await ground.#settle();
    return ground;
  }

  /** Does faults, those that are starts of one component in one replacement of it, and returns when the control plane is well again. */
  async receiptsOf(specs: readonly FaultSpec[]): Promise<Receipts[]> {
    const receipts = new Map<FaultSpec, Receipts>();
    const { starts, others } = byTarget(specs);
    for (const spec of others) {
      receipts.set(spec, await (await this.#onset(spec))());
      await this.#settle();
    }
    for (const [component, ofComponent] of starts) {
      const ends: [FaultSpec, () => Promise<Receipts>][] = [];
      await this.cluster.replace(component, this.#launch, async (action, act) => {
        if (action === `${component}/spawn`) {
          for (const spec of ofComponent) ends.push([spec, await this.#onset(spec)]);
        }
        return act();
      });
      for (const [spec, end] of ends) receipts.set(spec, await end());
      await this.#settle();
    }
    return specs.map((spec) => receipts.get(spec) ?? { missing: 'it was not done' });
  }

  /** Everything about a fault but injecting it, for as long as the signal lets it; a receipt would be a false one. */
  async receiptsOfIdle(spec: FaultSpec, patience: AbortSignal): Promise<Receipts> {
    const end = await this.#onset(spec, { isIdle: true, signal: patience });
    return end();
  }

  /** Returns when the fault has had its onset, or none, and is healed; what is returned waits for its end. */
  async #onset(
    spec: FaultSpec,
    { isIdle = false, signal = new AbortController().signal } = {},
  ): Promise<() => Promise<Receipts>> {
    try {
      const injection = await prepareFault(spec, this.#context(signal));
      let onset: string;
      try {
        if (!isIdle) await injection.inject();
        onset = await injection.onset();
        if (faultKind(spec.type).lastsMs > 0) await delay(LASTS_MS);
      } finally {
        await injection.heal();
      }
      return () => injection.end().then((end) => ({ onset, end }), missing);
    } catch (error) {
      return async () => missing(error);
    }
  }

  #context(signal: AbortSignal): FaultContext {
    const { handles } = this.cluster;
    if (!handles) throw new Error('the provider offers nothing to inject a fault with');
    return { cluster: this.cluster, handles, launch: this.#launch, terminationGraceSeconds: 1, signal };
  }

  async close(): Promise<void> {
    await this.cluster.stop();
  }

  async #settle(): Promise<void> {
    for (const component of ['etcd', ...KUBE_COMPONENTS] as const) await this.cluster.waitUntilReady(component);
  }
}

/** One node, whose control plane is the newest pair's old release. */
async function kindProvider(): Promise<ClusterProvider> {
  const plan = await planScenario('scenarios/reference/phase-1-and-back.yaml', { provider: 'kind' });
  return prepareKind(plan, [], new AbortController().signal, () => undefined);
}

function missing(error: unknown): Receipts {
  return { missing: messageOf(error) };
}

/** The faults that are a start of a component, by component, and the others. */
function byTarget(specs: readonly FaultSpec[]): {
  starts: Map<KubeComponent, FaultSpec[]>;
  others: FaultSpec[];
} {
  const starts = new Map<KubeComponent, FaultSpec[]>();
  const others: FaultSpec[] = [];
  for (const spec of specs) {
    const component = 'component' in spec ? KUBE_COMPONENTS.find((each) => each === spec.component) : undefined;
    if (faultKind(spec.type).hits !== 'start' || !component) others.push(spec);
    else starts.set(component, [...(starts.get(component) ?? []), spec]);
  }
  return { starts, others };
}
