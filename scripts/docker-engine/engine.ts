/**
 * A Docker engine for the tests, where none is reachable: installs Debian's packages, starts dockerd with files of its own, and
 * undoes what it did to the machine. Packages stay. An engine that is already there is used and not touched.
 *
 *   engine.ts start [PID]   prints the shell commands that point at the engine: eval "$(npx tsx scripts/docker-engine/engine.ts start $$)"
 *   engine.ts stop [PID]    stops it once no process lives that started it with its PID; without a PID at once
 */
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $, which } from 'zx';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../src/support/proc.js';
import { waitFor } from '../../src/support/wait.js';
import { undoingRules } from './firewall.js';

$.verbose = false;

const RUN = '/run/kube-rehearse-engine';
const DATA = '/var/lib/kube-rehearse-engine';
const HOST = `unix://${RUN}/docker.sock`;
const RECORD = join(RUN, 'engine.json');
const FIREWALLS = ['iptables', 'ip6tables'];
const SETTINGS = ['/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv4/conf/all/route_localnet'];
const CAP_SYS_RESOURCE = 24n;

/** How the machine was before, and who needs the engine. */
interface EngineRecord {
  readonly dockerd: ProcessIdentity;
  /** Those that asked with their PID; null stands for somebody who stops it by hand. */
  readonly users: readonly (ProcessIdentity | null)[];
  readonly firewalls: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly hadBridge: boolean;
}

const [command, pid] = process.argv.slice(2);
const user = pid === undefined ? null : identifyProcess(Number(pid));
if (user === undefined) throw new Error(`there is no process ${pid}`);
if (command === 'start') await start(user);
else if (command === 'stop') await stop(user);
else throw new Error('usage: engine.ts start|stop [PID]');

async function start(by: ProcessIdentity | null): Promise<void> {
  const running = await readRecord();
  const elsewhere = ![undefined, '', HOST].includes(process.env['DOCKER_HOST']);
  if (running && isAlive(running.dockerd) && !elsewhere) {
    await writeRecord({ ...running, users: [...running.users, by] });
    console.error(`the engine at ${HOST} is running`);
  } else if (await answers()) {
    console.error('a Docker engine is reachable');
    if (mayInstall()) await install({ debootstrap: 'debootstrap' });
    return;
  } else {
    await install({ dockerd: 'docker.io', iptables: 'iptables', debootstrap: 'debootstrap' });
    // of one that was killed, rules and bridges are still there
    await stopEngine(running);
    await writeRecord({ ...(await startEngine()), users: [by] });
    console.error(`started an engine at ${HOST}`);
  }
  console.log(`export DOCKER_HOST=${HOST}`);
}

async function stop(by: ProcessIdentity | null): Promise<void> {
  const running = await readRecord();
  if (!running) return;
  const others = running.users.filter((other) =>
    other === null ? by !== null : isAlive(other) && other.pid !== by?.pid,
  );
  if (by !== null && others.length > 0) {
    await writeRecord({ ...running, users: others });
    console.error(`the engine at ${HOST} is still used`);
    return;
  }
  await stopEngine(running);
  console.error(`stopped the engine at ${HOST}`);
}

async function answers(): Promise<boolean> {
  return (await $({ nothrow: true, quiet: true })`docker version --format ${'{{.Server.Version}}'}`).exitCode === 0;
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get');
}

/** Debian's packages for the programs that are missing: `docker` comes with its engine, debootstrap makes node images. */
async function install(programs: Readonly<Record<string, string>>): Promise<void> {
  const missing = Object.entries(programs).filter(([program]) => !onPath(program));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  if (!mayInstall()) {
    throw new Error(
      `no Docker engine is reachable, and only root can install ${packages.join(' and ')} with apt-get here`,
    );
  }
  const apt = $({ env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  await apt`apt-get update -qq`;
  await apt`apt-get install -y -qq --no-install-recommends ${packages}`;
}

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

async function startEngine(): Promise<Omit<EngineRecord, 'users'>> {
  await mkdir(RUN, { recursive: true, mode: 0o700 });
  await mkdir(DATA, { recursive: true, mode: 0o711 });
  const firewalls: Record<string, string> = {};
  for (const firewall of FIREWALLS) firewalls[firewall] = (await $`${firewall}-save`).stdout;
  const settings: Record<string, string> = {};
  for (const path of SETTINGS) settings[path] = await readFile(path, 'utf8');
  const hadBridge = existsSync('/sys/class/net/docker0');
  // not the machine's own configuration
  await writeFile(join(RUN, 'daemon.json'), '{}');
  const log = openSync(join(RUN, 'dockerd.log'), 'w', 0o600);
  const flags = {
    'config-file': join(RUN, 'daemon.json'),
    'data-root': DATA,
    'exec-root': join(RUN, 'exec'),
    pidfile: join(RUN, 'dockerd.pid'),
    host: HOST,
  };
  const child = spawn(
    'dockerd',
    [...Object.entries(flags).map(([name, value]) => `--${name}=${value}`), ...(await runtimeFlags())],
    {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, KUBE_REHEARSE_NODE: process.execPath, KUBE_REHEARSE_RUNC: await which('runc') },
    },
  );
  child.unref();
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const dockerd = identifyProcess(child.pid ?? 0);
  if (!dockerd) throw new Error(`dockerd ended at once: ${join(RUN, 'dockerd.log')}`);
  const record = { dockerd, firewalls, settings, hadBridge };
  await writeRecord({ ...record, users: [] });
  process.env['DOCKER_HOST'] = HOST;
  await waitFor(
    async () => {
      if (!isAlive(dockerd)) throw new Error(`dockerd ended: ${await readFile(join(RUN, 'dockerd.log'), 'utf8')}`);
      return (await answers()) ? { done: true, value: undefined } : { done: false, seen: 'no answer' };
    },
    { what: 'the Docker engine to answer', timeoutMs: 60_000, intervalMs: 200 },
  );
  return record;
}

/** The wrapper for machines that lack CAP_SYS_RESOURCE, where no privileged container could start. */
async function runtimeFlags(): Promise<string[]> {
  const status = await readFile('/proc/self/status', 'utf8');
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  if ((bounding >> CAP_SYS_RESOURCE) & 1n) return [];
  // copies, because the checkout may go while the engine runs; /run often allows no execution
  const wrapper = join(DATA, 'runc-wrapper.sh');
  for (const name of ['runc-wrapper.sh', 'drop-capability.mjs']) {
    await copyFile(fileURLToPath(new URL(name, import.meta.url)), join(DATA, name));
  }
  return [`--add-runtime=without-sys-resource=${wrapper}`, '--default-runtime=without-sys-resource'];
}

/** Everything in the engine is ours, so all of it goes. */
async function stopEngine(record?: EngineRecord): Promise<void> {
  if (record && isAlive(record.dockerd)) {
    const docker = $({ nothrow: true, env: { ...process.env, DOCKER_HOST: HOST } });
    const containers = (await docker`docker ps --all --quiet`).stdout.split('\n').filter((id) => id !== '');
    if (containers.length > 0) await docker`docker rm --force --volumes ${containers}`;
    await docker`docker network prune --force`;
    process.kill(record.dockerd.pid, 'SIGTERM');
    await waitFor(
      async () => (isAlive(record.dockerd) ? { done: false, seen: 'alive' } : { done: true, value: undefined }),
      { what: 'dockerd to end', timeoutMs: 60_000, intervalMs: 100 },
    );
  }
  if (record) {
    for (const firewall of FIREWALLS) {
      const undo = undoingRules(record.firewalls[firewall] ?? '', (await $`${firewall}-save`).stdout);
      if (undo !== '') await $({ input: undo })`${firewall}-restore --noflush`;
    }
    for (const [path, value] of Object.entries(record.settings)) await writeFile(path, value);
    if (!record.hadBridge && existsSync('/sys/class/net/docker0')) await $`ip link delete docker0`;
  }
  await unmountBelow([RUN, DATA]);
  await rm(RUN, { recursive: true, force: true });
  await rm(DATA, { recursive: true, force: true });
}

async function unmountBelow(folders: readonly string[]): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  // what was mounted last goes first
  for (const path of mounts.reverse()) {
    if (folders.some((folder) => path.startsWith(`${folder}/`))) await $`umount --lazy ${path}`;
  }
}

async function readRecord(): Promise<EngineRecord | undefined> {
  const text = await readFile(RECORD, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as EngineRecord);
}

async function writeRecord(record: EngineRecord): Promise<void> {
  await writeFile(RECORD, JSON.stringify(record), { mode: 0o600 });
}
