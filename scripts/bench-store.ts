/**
 * What looking at a large store costs: one observation from etcd compared with one on disk, beside a raw `etcdctl get --prefix` of the same store
 * and beside two `kubectl get -o json` and a diff. Prints ratios within one run, and no verdict: machines differ.
 *
 *   npm run bench:store [-- OBJECTS...]
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { defaultCataloguePath, loadCatalogue } from '../src/binaries/catalogue.js';
import { ensureBinaries } from '../src/binaries/ensure.js';
import { programLookup } from '../src/binaries/program-lookup.js';
import { clusterRequests, toolRequest } from '../src/binaries/request.js';
import { planScenario, preparation } from '../src/cli/prepare.js';
import { KubeClient } from '../src/kube/kube-client.js';
import { KUBE_COMPONENTS } from '../src/model/component.js';
import { settle } from '../src/probes/settle.js';
import type { Cluster } from '../src/providers/cluster.js';
import { LocalProvider } from '../src/providers/local/local-provider.js';
import { fillerKinds } from '../src/workload/fill/filler.js';
import { fillStore } from '../src/workload/fill/fill-store.js';
import { median } from './rehearsals/median.js';

$.verbose = false;
const ROUNDS = 3;
const sizes = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-bench-'));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

/** What scripts/bench-store-look.ts says of itself. */
interface Look {
  readonly objects: number;
  readonly changed: number;
  readonly ms: number;
  readonly peakMemory: number;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function medianOf(work: () => Promise<number>): Promise<number> {
  const each = [];
  for (let round = 0; round < ROUNDS; round += 1) each.push(await work());
  return median(each);
}

async function startCluster(name: string): Promise<{ cluster: Cluster; etcdctl: string; kubeconfig: string }> {
  const plan = await planScenario('scenarios/clean/restart.yaml', {});
  const { from, etcd } = plan.versions;
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const options = preparation([], new AbortController().signal, () => undefined);
  const requests = [...clusterRequests(catalogue, from), toolRequest(catalogue, 'kwok')];
  const ensured = [];
  for (const request of requests) ensured.push(await ensureBinaries(request, options));
  const programs = programLookup(ensured);
  const workDirectory = join(folder, name);
  await mkdir(join(folder, `${name}-logs`));
  const cluster = await new LocalProvider(catalogue.tools.kwok).provision({
    id: `bench-${process.pid}`,
    workDirectory,
    logDirectory: join(folder, `${name}-logs`),
    launch: plan.rollbackTarget,
    etcdVersion: etcd,
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: 2,
    programs,
  });
  for (const component of KUBE_COMPONENTS) await cluster.waitUntilReady(component);
  await cluster.startNodes();
  const { path: etcdctl } = await programs('etcdctl', etcd);
  return { cluster, etcdctl, kubeconfig: join(workDirectory, 'kubeconfigs', 'admin.conf') };
}

async function look(mode: 'write' | 'compare', endpoint: string, file: string): Promise<Look> {
  const { stdout } = await $`node --import tsx scripts/bench-store-look.ts ${mode} ${endpoint} ${file}`;
  return JSON.parse(stdout) as Look;
}

/** With a store of so many objects: everything that is measured, told as it comes. */
async function measure(objects: number): Promise<Look> {
  const name = String(objects);
  const { cluster, etcdctl, kubeconfig } = await startCluster(name);
  try {
    const client = new KubeClient(cluster.api, { connections: 32 });
    const filling = await timed(() => fillStore({ client, objects, seed: 1, writers: 32 }));
    await client.close();
    await settle(cluster);
    console.log(`${objects} objects`);
    console.log(
      `  filled in                    ${seconds(filling)}, ${Math.round(objects / (filling / 1000))} a second`,
    );
    const endpoint = join(folder, `${name}-endpoint.json`);
    await writeFile(endpoint, JSON.stringify(cluster.etcd), { mode: 0o600 });
    const credentials: string[] = [];
    for (const [flag, text] of [
      ['cacert', cluster.etcd.ca],
      ['cert', cluster.etcd.cert],
      ['key', cluster.etcd.key],
    ] as const) {
      const file = join(folder, `${name}-${flag}.pem`);
      await writeFile(file, text, { mode: 0o600 });
      credentials.push(`--${flag}=${file}`);
    }
    const raw = await medianOf(() =>
      timed(
        () =>
          $`${etcdctl} --endpoints=${cluster.etcd.url} ${credentials} --command-timeout=5m get --prefix /registry/ > /dev/null`,
      ),
    );
    console.log(`  etcdctl get --prefix         ${seconds(raw)}`);
    const file = join(folder, `${name}.ndjson`);
    const first = await look('write', endpoint, file);
    console.log(`  first observation            ${seconds(first.ms)}, peak ${megabytes(first.peakMemory)}`);
    let last: Look = first;
    const again = await medianOf(async () => (last = await look('compare', endpoint, file)).ms);
    console.log(
      `  compared with one on disk    ${seconds(again)}, ratio ${(again / raw).toFixed(2)}, peak ${megabytes(last.peakMemory)}, ${last.changed} of ${last.objects} differ`,
    );
    await compareByKubectl(kubeconfig, name, again);
    return last;
  } finally {
    await cluster.stop();
  }
}

/** What somebody without this program would do; nothing where there is no kubectl. */
async function compareByKubectl(kubeconfig: string, name: string, ours: number): Promise<void> {
  const found = await $({ nothrow: true })`kubectl version --client`;
  if (found.exitCode !== 0) return console.log('  no kubectl here, so nothing to compare with');
  const kinds = fillerKinds().join(',');
  const files = ['one', 'two'].map((which) => join(folder, `${name}-${which}.json`));
  const ms = await timed(async () => {
    for (const file of files) await $`kubectl --kubeconfig ${kubeconfig} get ${kinds} -A -o json > ${file}`;
    await $({ nothrow: true })`diff -q ${files[0]!} ${files[1]!}`;
  });
  console.log(`  kubectl get twice and diff   ${seconds(ms)}, ratio ${(ms / ours).toFixed(1)}`);
}

try {
  const looks = [];
  for (const objects of sizes.length > 0 ? sizes : [10_000, 100_000]) looks.push(await measure(objects));
  const [small, large] = [looks[0]!, looks.at(-1)!];
  console.log(`peak memory, largest to smallest  ${(large.peakMemory / small.peakMemory).toFixed(2)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
