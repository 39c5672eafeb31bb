import { statfs } from 'node:fs/promises';
import { request } from 'undici';
import { baseUnavailableReason } from '../containers/base-layer.js';
import { findEngine, privilegedReason, type Engine } from '../containers/engine.js';
import { messageOf } from '../support/errors.js';
import type { Check } from './check.js';

const GIB = 1024 ** 3;
/** Where kindest/node is published; any answer of it will do. */
const REGISTRY = 'https://registry-1.docker.io/v2/';
const NODE_GIB = 2;

/** What a machine needs for the kind provider; the local provider needs none of it. */
export async function containerChecks(): Promise<Check[]> {
  const engine = await findEngine().catch((error: unknown) => messageOf(error));
  const checks = [engineCheck(engine)];
  if (typeof engine !== 'string') {
    checks.push(await privileged(), cgroups(engine), memory(engine), await disk(engine));
  }
  return [...checks, await registry(), await imageMaking()];
}

/** Pure, like all checks below that are not asynchronous. Takes why there is no engine in its place. */
export function engineCheck(engine: Engine | string): Check {
  const ok = typeof engine !== 'string';
  return {
    name: 'Docker engine',
    ok,
    found: ok
      ? `${engine.version} at ${engine.host}, ${engine.storageDriver}${engine.rootless ? ', rootless' : ''}`
      : engine,
    remedy:
      'start Docker or point DOCKER_HOST at it; in a checkout on Debian `npx tsx scripts/docker-engine/engine.ts start` installs and starts one',
    needed: false,
  };
}

async function privileged(): Promise<Check> {
  const reason = await privilegedReason().catch((error: unknown) => messageOf(error));
  return {
    name: 'privileged containers',
    ok: reason === undefined,
    found: reason ?? 'start',
    remedy: 'use another engine; without them there is no kind cluster, and the local provider remains',
    needed: false,
  };
}

export function cgroups({ cgroupVersion }: Engine): Check {
  const found =
    cgroupVersion === 2
      ? 'version 2'
      : 'version 1, which kubelets accept only because nodes are told to (failCgroupV1)';
  return { name: 'cgroups', ok: true, found, remedy: '', needed: false };
}

export function memory(engine: Engine): Check {
  const size = engine.memory / GIB;
  return {
    name: "the engine's memory",
    ok: size >= NODE_GIB,
    found: `${size.toFixed(1)} GiB`,
    remedy: `give it ${NODE_GIB} GiB or more: a node with its control plane takes 1.5`,
    needed: false,
  };
}

async function disk({ dataFolder }: Engine): Promise<Check> {
  const stats = await statfs(dataFolder).catch(() => undefined);
  const free = stats && (stats.bavail * stats.bsize) / GIB;
  return {
    name: "the engine's disk",
    ok: free === undefined || free > 5,
    found: free === undefined ? `${dataFolder}, not on this machine` : `${free.toFixed(0)} GiB free for ${dataFolder}`,
    remedy: 'free 5 GiB: a node image takes 1, each node as much again while it runs',
    needed: false,
  };
}

async function registry(): Promise<Check> {
  const signal = AbortSignal.timeout(5_000);
  const reason = await request(REGISTRY, { signal }).then(
    ({ body }) => body.dump().then(() => undefined),
    (error: unknown) => messageOf(error) || 'no answer',
  );
  return {
    name: 'image registry',
    ok: reason === undefined,
    found: reason === undefined ? `${REGISTRY} answers` : `${REGISTRY}: ${reason}`,
    remedy: 'none needed where node images can be made (next line)',
    needed: false,
  };
}

async function imageMaking(): Promise<Check> {
  const reason = await baseUnavailableReason();
  return {
    name: 'making node images',
    ok: reason === undefined,
    found: reason ?? 'debootstrap is there',
    remedy: 'none needed for releases whose image is in the cache, or published where the registry answers',
    needed: false,
  };
}
