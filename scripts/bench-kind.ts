/**
 * What making a kind cluster costs through the provider, beside `kind create cluster` itself with the same image: both in turn, and
 * the ratio of the medians. Prints, and judges nothing: machines differ.
 *
 *   npm run bench:kind [-- ROUNDS]
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { $ } from 'zx';
import { defaultCataloguePath, loadCatalogue } from '../src/binaries/catalogue.js';
import { ensureBinaries } from '../src/binaries/ensure.js';
import { programLookup } from '../src/binaries/program-lookup.js';
import { toolRequest } from '../src/binaries/request.js';
import { kindConfigOf, prepareKind } from '../src/cli/prepare-kind.js';
import { planScenario, prepareBinaries } from '../src/cli/prepare.js';
import { ensureNodeImage } from '../src/containers/node-image.js';
import { KUBE_COMPONENTS } from '../src/model/component.js';
import { median } from './rehearsals/median.js';

$.verbose = false;
const rounds = Number(process.argv[2] ?? 5);
const { signal } = new AbortController();
const tell = (line: string): void => console.error(line);
const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-bench-'));

const plan = await planScenario('scenarios/reference/phase-1-and-back.yaml', {});
const ensured = await prepareBinaries(plan, [], signal, (event) => event.type === 'progress' && tell(event.message));
const provider = await prepareKind(plan, [], signal, tell);
const image = await ensureNodeImage(plan.versions.from, { etcdVersion: plan.versions.etcd });
const { programs } = await ensureBinaries(toolRequest(await loadCatalogue(defaultCataloguePath()), 'kind'));
const kind = programs.kind?.path ?? '';
const bare = join(folder, 'bare.yaml');
// an image that was made here has no network plug-in to install
const networking = image.source === 'built' ? { networking: { disableDefaultCNI: true, kubeProxyMode: 'none' } } : {};
await writeFile(bare, stringify({ ...(await kindConfigOf(plan)), ...networking }));

/** Milliseconds until a provider's cluster is there. */
async function ours(round: number): Promise<number> {
  const begun = performance.now();
  const cluster = await provider.provision({
    id: `bench-${process.pid}-${round}`,
    workDirectory: join(folder, `ours-${round}`),
    logDirectory: join(folder, `logs-${round}`),
    launch: plan.rollbackTarget,
    etcdVersion: plan.versions.etcd,
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: plan.terminationGraceSeconds,
    programs: programLookup(ensured),
  });
  const took = performance.now() - begun;
  await cluster.stop();
  return took;
}

/** Milliseconds that kind takes by itself. */
async function theirs(round: number): Promise<number> {
  const name = `kube-rehearse-bench-${process.pid}-${round}`;
  const place = ['--name', name, '--kubeconfig', join(folder, 'kubeconfig')];
  try {
    const begun = performance.now();
    await $`${kind} create cluster ${place} --image ${image.reference} --config ${bare}`;
    return performance.now() - begun;
  } finally {
    await $`${kind} delete cluster ${place}`;
  }
}

const times: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
try {
  for (let round = 0; round < rounds; round += 1) {
    times.theirs.push(await theirs(round));
    times.ours.push(await ours(round));
    tell(`round ${round}: kind ${times.theirs.at(-1)?.toFixed(0)} ms, through us ${times.ours.at(-1)?.toFixed(0)} ms`);
  }
  const [a, b] = [median(times.ours), median(times.theirs)];
  console.log(`image                ${image.reference}, ${image.source}`);
  console.log(`kind create cluster  median ${(b / 1000).toFixed(1)} s of ${rounds}`);
  console.log(`through us           median ${(a / 1000).toFixed(1)} s of ${rounds}, ratio ${(a / b).toFixed(2)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
