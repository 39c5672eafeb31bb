import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { RehearseError } from '../support/errors.js';
import { layerFile, packFolder } from './layer-file.js';
import type { Layer } from './image-archive.js';

/** What a node needs of the distribution. */
const PACKAGES = [
  ...['systemd', 'systemd-sysv', 'dbus', 'kmod', 'procps', 'mount', 'util-linux'],
  ...['iproute2', 'iptables', 'conntrack', 'ethtool', 'containernetworking-plugins', 'runc'],
  ...['ca-certificates', 'curl', 'jq'],
];

/** Units that are for machines: hardware, consoles, disks and updates. */
const MASKED = [
  ...['systemd-udevd.service', 'systemd-udev-trigger.service', 'systemd-modules-load.service'],
  ...['getty@.service', 'console-getty.service', 'serial-getty@.service', 'systemd-logind.service'],
  ...['systemd-remount-fs.service', 'dev-hugepages.mount', 'sys-kernel-config.mount', 'sys-kernel-debug.mount'],
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer', 'fstrim.timer'],
];

/** Folders whose content no node needs. */
const EMPTIED = ['var/cache/apt', 'var/lib/apt/lists', 'var/log', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'];

/** Where the distribution's packages come from. */
export interface Distribution {
  readonly codename: string;
  readonly mirror: string;
  readonly components: readonly string[];
}

interface Making {
  readonly signal?: AbortSignal | undefined;
  readonly tell: (message: string) => void;
}

/**
 * The root file system that all node images share, made once by debootstrap from the mirror that this machine's apt is set up with, and
 * kept in `folder`; what is there already needs neither. The caller holds the lock. Throws RehearseError `node-image-impossible` where
 * it is missing and debootstrap cannot work.
 */
export async function baseLayer(folder: string, options: Making): Promise<Layer> {
  const codename = await codenameOfThisMachine();
  const recipe = JSON.stringify([codename, PACKAGES, MASKED, EMPTIED]);
  const path = join(folder, `base-${codename}-${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}.tar`);
  if ((await stat(path).catch(() => undefined)) === undefined) await makeBase(folder, path, codename, options);
  return layerFile(path);
}

async function makeBase(folder: string, path: string, codename: string, { signal, tell }: Making): Promise<void> {
  const reason = await baseUnavailableReason();
  if (reason !== undefined) throw imageImpossible(reason);
  const distribution = await distributionOfThisMachine(codename);
  tell(`making the root file system of nodes: debootstrap ${codename} from ${distribution.mirror}`);
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.base-'));
  try {
    const root = join(work, 'root');
    await debootstrap(root, distribution, signal);
    await suitForContainers(root);
    await packFolder(root, join(work, 'base.tar'), signal);
    await rename(join(work, 'base.tar'), path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Why no root file system can be made here, with the remedy; undefined when it can. */
export async function baseUnavailableReason(): Promise<string | undefined> {
  return missingForMaking(['debootstrap', 'apt-get', 'tar']);
}

/** Why a layer cannot be made here with these programs, with the remedy; undefined when it can. */
export async function missingForMaking(programs: readonly string[]): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'making a node image needs root, so that its files have their owners';
  for (const program of programs) {
    const { failed } = await execa('which', [program], { reject: false });
    if (failed)
      return `making a node image needs ${program}: apt-get install ${program}, on Debian or a system made from it`;
  }
  return undefined;
}

async function debootstrap(root: string, from: Distribution, signal: AbortSignal | undefined): Promise<void> {
  const { codename, mirror, components } = from;
  const flags = ['--variant=minbase', `--include=${PACKAGES.join()}`, `--components=${components.join()}`];
  const result = await execa('debootstrap', [...flags, codename, root, mirror], {
    reject: false,
    all: true,
    stdin: 'ignore',
    ...(signal && { cancelSignal: signal }),
    env: await aptProxy(),
  });
  signal?.throwIfAborted();
  if (!result.failed) return;
  const log = (await readFile(join(root, 'debootstrap', 'debootstrap.log'), 'utf8').catch(() => '')) || result.all;
  throw imageImpossible(`debootstrap failed: ${log.trim().split('\n').slice(-8).join('\n')}`);
}

async function suitForContainers(root: string): Promise<void> {
  for (const folder of EMPTIED) {
    for (const name of await readdir(join(root, folder)).catch(() => [])) {
      await rm(join(root, folder, name), { recursive: true, force: true });
    }
  }
  const units = join(root, 'etc/systemd/system');
  for (const unit of MASKED) {
    await rm(join(units, unit), { force: true });
    await symlink('/dev/null', join(units, unit));
  }
  await rm(join(units, 'default.target'), { force: true });
  await symlink('/lib/systemd/system/multi-user.target', join(units, 'default.target'));
  // each node makes its own
  await writeFile(join(root, 'etc/machine-id'), '');
}

/** Empty where the system does not say. */
async function codenameOfThisMachine(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1] ?? '';
}

async function distributionOfThisMachine(codename: string): Promise<Distribution> {
  const format = '$(RELEASE) $(SITE) $(COMPONENT)';
  const { stdout } = await execa('apt-get', ['indextargets', '--format', format, 'Identifier: Packages']);
  const distribution = distributionIn(stdout, codename);
  if (!distribution) throw imageImpossible(`apt is set up with no mirror of ${codename || 'this distribution'}`);
  return distribution;
}

/** Picks the mirror of a release out of lines `RELEASE SITE COMPONENT`; pure. */
export function distributionIn(targets: string, codename: string): Distribution | undefined {
  const lines = targets.split('\n').map((line) => line.trim().split(' '));
  const own = lines.filter(([release]) => release === codename && codename !== '');
  const mirror = own.find(([, site]) => site?.startsWith('http'))?.[1];
  if (mirror === undefined) return undefined;
  const components = own.filter(([, site]) => site === mirror).map(([, , component = 'main']) => component);
  // only of Ubuntu's universe more is needed than of main
  return { codename, mirror, components: [...new Set(components)].filter((name) => /^(main|universe)$/.test(name)) };
}

/** apt's proxy, which debootstrap does not know of. */
async function aptProxy(): Promise<Record<string, string>> {
  const { stdout } = await execa('apt-config', ['shell', 'PROXY', 'Acquire::http::Proxy'], { reject: false });
  const proxy = /^PROXY='(https?:.*)'$/m.exec(stdout)?.[1];
  return proxy === undefined ? {} : { http_proxy: proxy };
}

/** Why there can be no node image. */
export function imageImpossible(message: string): RehearseError {
  return new RehearseError({
    code: 'node-image-impossible',
    message,
    remedy:
      'use a release whose node image is published where its registry can be reached (clusters/versions.yaml), or make it possible here',
  });
}
