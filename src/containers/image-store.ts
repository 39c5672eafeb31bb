import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { waitFor } from '../support/wait.js';
import type { ImageArchive } from './program-image.js';

/** What a node's containerd needs to find images; everything else in its folder is made again when it starts. */
const KEPT = ['io.containerd.content.v1.content', 'io.containerd.metadata.v1.bolt'];

/** Of containerd nothing but the keeping of images: no container runtime, no network. */
const DISABLED = ['cri.v1.images', 'cri.v1.runtime', 'grpc.v1.cri', 'nri.v1.nri', 'internal.v1.restart'];

/**
 * Fills `root`, which becomes a node's /var/lib/containerd, with images, by the containerd of the same version that the node runs. It is
 * started for as long as that takes and unpacks nothing: the first container of an image does.
 */
export async function fillImageStore(
  root: string,
  images: readonly ImageArchive[],
  programs: { readonly containerd: string; readonly ctr: string },
  signal?: AbortSignal,
): Promise<void> {
  // a short path: sockets have room for 107 characters
  const work = await mkdtemp(join(tmpdir(), 'kube-rehearse-store-'));
  const socket = join(work, 'containerd.sock');
  const log = join(work, 'containerd.log');
  await mkdir(root, { recursive: true });
  await writeFile(join(work, 'config.toml'), configuration(root, work, socket));
  const daemon = spawn(programs.containerd, ['--config', join(work, 'config.toml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  daemon.stderr.pipe(createWriteStream(log));
  let ended: string | undefined;
  const end = new Promise<void>((resolve) => {
    daemon.once('error', (error) => resolve(void (ended = error.message)));
    daemon.once('close', (code) => resolve(void (ended = `containerd ended with ${code}`)));
  });
  const ctr = (...args: string[]): Promise<unknown> =>
    execa(programs.ctr, ['--address', socket, '--namespace', 'k8s.io', ...args], {
      stdin: 'ignore',
      ...(signal && { cancelSignal: signal }),
    });
  const kill = (): void => void daemon.kill('SIGKILL');
  process.once('exit', kill);
  try {
    await waitFor(
      async () => {
        await ctr('version');
        return { done: true, value: undefined };
      },
      { what: 'containerd to answer', timeoutMs: 60_000, signal, abandoned: () => ended, evidence: [log] },
    );
    for (const { archive } of images) await ctr('images', 'import', '--no-unpack', '--digests', archive);
    daemon.kill('SIGTERM');
    await end;
  } finally {
    kill();
    await end;
    process.removeListener('exit', kill);
    await rm(work, { recursive: true, force: true });
  }
  for (const name of await readdir(root)) {
    if (!KEPT.includes(name)) await rm(join(root, name), { recursive: true, force: true });
  }
}

function configuration(root: string, work: string, socket: string): string {
  return [
    'version = 3',
    `root = ${JSON.stringify(root)}`,
    `state = ${JSON.stringify(join(work, 'state'))}`,
    `disabled_plugins = [${DISABLED.map((name) => JSON.stringify(`io.containerd.${name}`)).join()}]`,
    '[plugins."io.containerd.server.v1.grpc"]',
    `address = ${JSON.stringify(socket)}`,
    '[plugins."io.containerd.server.v1.ttrpc"]',
    `address = ${JSON.stringify(`${socket}.ttrpc`)}`,
    '[plugins."io.containerd.internal.v1.opt"]',
    `path = ${JSON.stringify(join(work, 'opt'))}`,
    '',
  ].join('\n');
}
