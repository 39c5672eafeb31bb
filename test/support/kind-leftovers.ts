import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { docker } from '../../src/containers/docker.js';
import type { RunRecord } from '../../src/support/run-records.js';
import { waitFor } from '../../src/support/wait.js';

/** A kind cluster as its run and the engine know it. */
export interface OwnedByEngine {
  readonly cluster: string;
  readonly nodes: readonly string[];
  /** Anonymous: only the nodes name them. */
  readonly volumes: readonly string[];
}

/** Returns what a run that keeps its records in `state` has of the engine, as soon as there is a node. */
export async function firstNode(state: string): Promise<OwnedByEngine> {
  return waitFor(
    async () => {
      const cluster = await clusterOf(state);
      const nodes = cluster === undefined ? [] : await nodesOf(cluster);
      if (cluster === undefined || nodes.length === 0) return { done: false, seen: `cluster ${cluster ?? 'unknown'}` };
      const mounts = await docker(['inspect', '--format', '{{range .Mounts}}{{.Name}} {{end}}', ...nodes]);
      return { done: true, value: { cluster, nodes, volumes: mounts.split(/\s+/).filter((name) => name !== '') } };
    },
    { what: 'the first node of the cluster', timeoutMs: 600_000, intervalMs: 50 },
  );
}

/** Containers, networks and volumes of the cluster that the engine still has. */
export async function leftOf({ cluster, volumes }: OwnedByEngine): Promise<string[]> {
  const networks = await docker(['network', 'ls', '--format', '{{.Name}}', '--filter', `name=${cluster}`]);
  const present = (await docker(['volume', 'ls', '--quiet'])).split('\n');
  const left = [
    ...(await nodesOf(cluster)),
    ...networks.split('\n'),
    ...volumes.filter((name) => present.includes(name)),
  ];
  return left.filter((name) => name !== '');
}

async function nodesOf(cluster: string): Promise<string[]> {
  const list = await docker(['ps', '--all', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${cluster}`]);
  return list.split('\n').filter((id) => id !== '');
}

async function clusterOf(state: string): Promise<string | undefined> {
  const folder = join(state, 'runs');
  for (const name of await readdir(folder).catch(() => [])) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (name.endsWith('.json') && text !== '') {
      const { kindCluster } = JSON.parse(text) as RunRecord;
      if (kindCluster !== undefined) return kindCluster;
    }
  }
  return undefined;
}
