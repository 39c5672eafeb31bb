import { copyFile, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { exitCodeOfControl, trippedExactly } from '../../src/assertions/controls.js';
import { cacheDirectory } from '../../src/binaries/cache.js';
import { findEngine } from '../../src/containers/engine.js';
import { listNodeImages } from '../../src/containers/node-image.js';
import { engineThatGoes } from '../support/engine-that-goes.js';
import { firstNode, leftOf } from '../support/kind-leftovers.js';
import { NO_KIND } from '../support/kind-machine.js';
import { CONTROLS, controlOf, rehearse, shown } from '../support/rehearse.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';
import { actionBegun, filesBelow, processesNaming, startCli } from '../support/running-cli.js';

let folder = '';
let out = '';
let state = '';
let env: Record<string, string> = {};

beforeEach(async (context) => {
  context.skip(NO_KIND !== undefined, NO_KIND);
  folder = await temporaryDirectory();
  out = join(folder, 'run');
  state = join(folder, 'state');
  env = { KUBE_REHEARSE_STATE: state };
  // of a test that fails half-way nothing is left either; a run that the test has started is killed before
  context.onTestFinished(async () => void (await runCli(['clean'], env)));
});

/** A scenario that restarts every component once. */
async function restart(kindCluster = '{}'): Promise<string> {
  const path = join(folder, 'restart.yaml');
  const lines = [
    'apiVersion: kube-rehearse/v1alpha1',
    'kind: Rehearsal',
    'metadata: { name: restart }',
    `spec: { steps: [null-restart], terminationGraceSeconds: 2, kindCluster: ${kindCluster} }`,
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const onKind = async (...options: readonly string[]): Promise<string[]> => {
  return ['run', await restart(), '--provider', 'kind', '--no-oracles', '--out', out, ...options];
};

async function nothingIsLeftAfterClean(owned: Parameters<typeof leftOf>[0]): Promise<void> {
  const cleaned = await runCli(['clean'], env);
  expect(cleaned.exitCode, cleaned.stderr).toBe(0);
  expect(cleaned.stdout).toContain(owned.cluster);
  expect(await leftOf(owned)).toEqual([]);
  expect(await filesBelow(state)).toEqual([]);
  expect(await processesNaming(owned.cluster)).toEqual([]);
}

describe('on real nodes, one control plane and two workers', () => {
  it('a control trips what it must and nothing else, while workloads on all nodes count on', async () => {
    const control = await readFile(join(CONTROLS, 'object-changed.yaml'), 'utf8');
    await copyFile('clusters/kind/three-nodes.yaml', join(folder, 'three-nodes.yaml'));
    const path = join(folder, 'control.yaml');
    await writeFile(path, control.replace(/^spec:$/m, 'spec:\n  kindCluster: { config: three-nodes.yaml }'));
    const { mustTrip } = await controlOf(path);
    const { exitCode, verdict, directory } = await rehearse(path, '--provider', 'kind');
    expect(trippedExactly(verdict, mustTrip), JSON.stringify(shown(verdict), null, 1)).toBe(true);
    expect(exitCode).toBe(exitCodeOfControl(mustTrip));
    expect(verdict.rollback.map(({ outcome }) => outcome)).toEqual(['safe', 'safe']);
    const store = await readFile(join(directory, 'checkpoints/01-null-restart/store-arrival.ndjson'), 'utf8');
    for (const node of ['worker', 'worker2']) expect(store).toContain(`"nodeName":"${node}"`);
    const counts = await readFile(join(directory, 'checkpoints/01-null-restart/counts-arrival.ndjson'), 'utf8');
    // two of each that has replicas, one of the DaemonSet on each node
    expect(counts.trimEnd().split('\n')).toHaveLength(2 + 2 + 2 + 2 + 3);
  });
});

describe('a run on kind that is killed', () => {
  it('while the cluster is made leaves nothing that clean does not find', async () => {
    const cli = startCli(await onKind(), env);
    await actionBegun(cli, join(out, 'journal.ndjson'), '00-baseline', 'cluster/provision');
    const owned = await firstNode(state);
    expect(await leftOf(owned)).not.toEqual([]);
    cli.kill('SIGKILL');
    await cli.ended;
    await nothingIsLeftAfterClean(owned);
  });

  it('in a swap leaves nothing that clean does not find, the image of its nodes included', async () => {
    const cli = startCli(await onKind(), env);
    await actionBegun(cli, join(out, 'journal.ndjson'), '01-null-restart', 'kube-apiserver/stop');
    const owned = await firstNode(state);
    cli.kill('SIGKILL');
    await cli.ended;
    await nothingIsLeftAfterClean(owned);
    const images = await runCli(['clean', '--images'], env);
    expect(images.exitCode, images.stderr).toBe(0);
    // another test's cluster may use one just now
    for (const image of await listNodeImages()) expect(images.stdout).not.toContain(image);
  });
});

describe('a run on kind that cannot go on', () => {
  it('because the engine vanishes says so, and leaves nothing that clean does not find once it is back', async () => {
    const { host } = await findEngine();
    expect(host).toMatch(/^unix:\/\//);
    const engine = await engineThatGoes(host.slice('unix://'.length), join(folder, 'e.sock'));
    onTestFinished(() => engine.vanish().catch(() => undefined));
    const cli = startCli(await onKind(), { ...env, DOCKER_HOST: engine.host });
    await actionBegun(cli, join(out, 'journal.ndjson'), '00-baseline', 'cluster/provision');
    const owned = await firstNode(state);
    await engine.vanish();
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/error: .* \[(kind|docker)-failed\]\nremedy: /);
    await nothingIsLeftAfterClean(owned);
  });

  it('because nobody can make the image of its nodes says what is missing, and has made nothing', async () => {
    const path = (process.env['PATH'] ?? '').split(':').filter((part) => !part.endsWith('sbin'));
    // everything is there but node images
    const cache = join(folder, 'cache');
    await mkdir(cache);
    for (const name of ['bin', 'locks', 'own-programs']) await symlink(join(cacheDirectory(), name), join(cache, name));
    const without = { ...env, PATH: path.join(':'), KUBE_REHEARSE_CACHE: cache };
    const { exitCode, stderr } = await runCli(await onKind(), without);
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/error: .*debootstrap.* \[node-image-impossible\]\nremedy: /s);
    expect(await readdir(state).catch(() => [])).toEqual([]);
  });

  it('because its configuration has no place for a rehearsal is refused with every reason', async () => {
    const nodes = 'nodes: [{ role: control-plane }, { role: control-plane, image: kindest/node:v1.30.0 }]';
    await writeFile(
      join(folder, 'kind.yaml'),
      `apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nname: mine\n${nodes}\n`,
    );
    const scenario = await restart('{ config: kind.yaml }');
    const { exitCode, stderr } = await runCli(['run', scenario, '--provider', 'kind', '--out', out], env);
    expect([exitCode, await filesBelow(out), await filesBelow(state)]).toEqual([3, [], []]);
    expect(stderr).toContain('[kind-config-unusable]');
    for (const reason of ['2 control-plane nodes', 'nodes[].image', 'name: ']) expect(stderr).toContain(reason);
  });
});
