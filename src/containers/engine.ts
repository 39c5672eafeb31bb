import { existsSync } from 'node:fs';
import { messageOf } from '../support/errors.js';
import { docker } from './docker.js';

/** What the engine that docker's client reaches is. */
export interface Engine {
  readonly version: string;
  readonly cgroupVersion: 1 | 2;
  readonly rootless: boolean;
  readonly storageDriver: string;
  /** The architecture of its machine, as the kernel names it, e.g. `x86_64`. */
  readonly machine: string;
  /** In bytes. */
  readonly memory: number;
  /** The endpoint that the client uses. */
  readonly host: string;
  /** Its folder of images and containers, on its own machine. */
  readonly dataFolder: string;
}

/** The part of `docker info` that matters here. */
export interface EngineInfo {
  readonly ServerVersion?: string;
  readonly CgroupVersion?: string;
  readonly OSType?: string;
  readonly Architecture?: string;
  readonly Driver?: string;
  readonly MemTotal?: number;
  readonly DockerRootDir?: string;
  readonly SecurityOptions?: readonly string[] | null;
  /** What the client met instead of an engine. */
  readonly ServerErrors?: readonly string[];
}

/** Asks docker's client for its engine. Throws RehearseError when there is none. */
export async function findEngine(): Promise<Engine> {
  const info = JSON.parse(await docker(['info', '--format', '{{json .}}'], { timeoutMs: 30_000 })) as EngineInfo;
  const host = await docker(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']).catch(() => 'unknown');
  return engineFrom(info, process.env['DOCKER_HOST'] || host);
}

/** Reads the engine's own description; pure. Throws an Error when the client tells of none, or of one that runs no Linux. */
export function engineFrom(info: EngineInfo, host: string): Engine {
  if (!info.ServerVersion) throw new Error(info.ServerErrors?.join('; ') || 'the client reaches no engine');
  if (info.OSType !== 'linux') throw new Error(`the engine runs ${info.OSType} containers; Linux is needed`);
  return {
    version: info.ServerVersion,
    // engines before 20.10 do not tell; they know version 1 only
    cgroupVersion: info.CgroupVersion === '2' ? 2 : 1,
    rootless: (info.SecurityOptions ?? []).some((option) => option.startsWith('name=rootless')),
    storageDriver: info.Driver ?? 'unknown',
    machine: info.Architecture ?? 'unknown',
    memory: info.MemTotal ?? 0,
    host,
    dataFolder: info.DockerRootDir ?? 'unknown',
  };
}

/** Why the processes in containers are none that this user can reach on this machine, with the remedy; undefined when they are. */
export async function processesHiddenReason(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'it reaches into the processes of a kind node, which only root can; run as root';
  const { host, dataFolder } = await findEngine();
  if (host.startsWith('unix://') && existsSync(dataFolder)) return undefined;
  return `it reaches into the processes of a kind node, and those of the engine at ${host} are not on this machine; use an engine here`;
}

const WRAPPER_REMEDY =
  'give the machine the capability, or start an engine whose default runtime leaves it out: ' +
  '`npx tsx scripts/docker-engine/engine.ts start` in a checkout does that';

/**
 * Why the engine cannot start a privileged container, which a kind node is; undefined when it can. Tries it: an image that holds
 * nothing is made and started, and what is missing, the capability or only the program, tells which of the two it was.
 */
export async function privilegedReason(): Promise<string | undefined> {
  const image = `kube-rehearse/probe:${process.pid}`;
  // a tar archive of nothing
  await docker(['import', '-', image], { input: '\0'.repeat(10_240) });
  try {
    await docker(['run', '--rm', '--privileged', '--network=none', image, '/nothing']);
    return 'an empty container ran, which cannot be';
  } catch (error) {
    return reasonIn(messageOf(error));
  } finally {
    await docker(['rmi', '--force', image]).catch(() => undefined);
  }
}

/** What the failure of an empty privileged container says about the machine; pure. */
export function reasonIn(failure: string): string | undefined {
  if (/\/nothing.*no such file or directory/s.test(failure)) return undefined;
  if (failure.includes('unable to apply caps')) {
    return `privileged containers cannot start: the machine has not every capability (CAP_SYS_RESOURCE); ${WRAPPER_REMEDY}`;
  }
  return `privileged containers cannot start: ${failure}`;
}

/** Why there can be no kind cluster here, with the remedy; undefined when there can. */
export async function engineUnavailableReason(): Promise<string | undefined> {
  try {
    await findEngine();
  } catch (error) {
    return (
      `no Docker engine is reachable: ${messageOf(error)}; start one, or point DOCKER_HOST or \`docker context use\` at one ` +
      '(`npx tsx scripts/docker-engine/engine.ts start` in a checkout installs and starts one on Debian)'
    );
  }
  try {
    return await privilegedReason();
  } catch (error) {
    return `the Docker engine does not work: ${messageOf(error)}`;
  }
}
