import { readFile } from 'node:fs/promises';
import { KubeClient } from '../kube/kube-client.js';
import type { Launch } from '../model/plan.js';
import { minorOf, type Release } from '../model/version.js';
import { defaultMinCompatibility } from '../plan/release-rules.js';
import { readSelfReport } from '../probes/component-evidence.js';
import { refusalIn } from '../probes/start-refusal.js';
import type { Attempt, Cluster, PlainFaultHandles } from '../providers/cluster.js';
import { messageOf, RehearseError } from '../support/errors.js';
import { TlsClient } from '../support/tls-client.js';
import { waitFor } from '../support/wait.js';
import type { Cell, Seen } from './cell.js';

/** A cluster whose etcd runs and whose components do not: each start is an attempt. */
export interface Ground {
  readonly cluster: Cluster;
  readonly handles: PlainFaultHandles;
  /** How long a start may take until it is ready or has ended. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A start that was made and looked at. */
export interface Tried {
  readonly seen: Seen;
  readonly logPath: string;
  /** Ends what runs of it. */
  stop(): Promise<void>;
}

/**
 * Starts a component as a cell says and looks until it is ready or has ended; what became ready still runs when it returns.
 *
 * @param prefix where kube-apiserver keeps its data in etcd: one that no other start had
 */
export async function tryCell(cell: Cell, prefix: string, ground: Ground): Promise<Tried> {
  const { component } = cell;
  const attempt = await ground.handles.attempt(component, launchFor(cell, prefix), {});
  const stop = (): Promise<void> => attempt.stop();
  try {
    if (attempt.refusedBy !== undefined) throw new Error(attempt.refusedBy);
    return { seen: await watch(cell, attempt, ground), logPath: attempt.logPath, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A release that acts as itself, without any flag of ours. */
export function launchAsItself(binary: Release): Launch {
  const minor = minorOf(binary);
  const nothing = { extraArgs: {}, env: {} };
  return {
    version: { binary, emulated: minor, minCompatibility: defaultMinCompatibility(minor, minor) },
    components: { 'kube-apiserver': nothing, 'kube-controller-manager': nothing, 'kube-scheduler': nothing },
  };
}

function launchFor({ component, binary, flags, version }: Cell, prefix: string): Launch {
  const own = launchAsItself(binary);
  const storage = component === 'kube-apiserver' ? { 'etcd-prefix': prefix } : {};
  return {
    version: version ?? own.version,
    components: { ...own.components, [component]: { extraArgs: { ...flags, ...storage }, env: {} } },
  };
}

async function watch(cell: Cell, attempt: Attempt, ground: Ground): Promise<Seen> {
  const { component } = cell;
  const { timeoutMs, signal } = ground;
  const endpoint = ground.cluster.endpoint(component);
  const path = component === 'kube-apiserver' ? '/readyz' : '/healthz';
  const client = new TlsClient(endpoint, { connections: 1 });
  try {
    return await waitFor<Seen>(
      async (deadline) => {
        if (attempt.end()) return { done: true, value: await ended(attempt) };
        const { status, body } = await client.request({ path, signal: deadline, timeoutMs: 5_000 });
        if (status !== 200) return { done: false, seen: `${path} answers ${status} ${body.toString().slice(0, 200)}` };
        return { done: true, value: await reported(cell, ground) };
      },
      { what: `${component} to be ready or to end`, timeoutMs, signal },
    );
  } catch (error) {
    if (!(error instanceof RehearseError) || error.code !== 'wait-timeout') throw error;
    return attempt.end() ? await ended(attempt) : { type: 'stuck', last: error.message };
  } finally {
    await client.close();
  }
}

async function ended(attempt: Attempt): Promise<Seen> {
  const { exitCode, signal } = attempt.end() ?? {};
  if (exitCode === undefined) return { type: 'not-tried', why: `it was ended by ${signal ?? 'somebody'}` };
  const error = refusalIn(await readFile(attempt.logPath, 'utf8'));
  // who took the port says nothing about the release
  if (error?.includes('address already in use')) return { type: 'not-tried', why: error };
  return { type: 'ended', exitCode, error };
}

async function reported({ component }: Cell, { cluster }: Ground): Promise<Seen> {
  try {
    const { binary, emulated, minCompatibility } = await readSelfReport(cluster.endpoint(component), component);
    const report = { binary, emulated, minCompatibility };
    if (component !== 'kube-apiserver') return { type: 'ready', report };
    return { type: 'ready', report, served: await servedBy(cluster) };
  } catch (error) {
    return { type: 'not-tried', why: `it is ready, and what it says of itself could not be read: ${messageOf(error)}` };
  }
}

/** The API's group versions. */
async function servedBy(cluster: Cluster): Promise<string[]> {
  const client = new KubeClient(cluster.api, { connections: 1 });
  try {
    const { groups } = (await client.get('/apis')) as unknown as GroupList;
    return groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion)).sort();
  } finally {
    await client.close();
  }
}

interface GroupList {
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}
