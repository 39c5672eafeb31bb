import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { Command } from 'commander';
import { execa } from 'execa';
import { cacheDirectory } from '../../binaries/cache.js';
import { defaultCataloguePath, loadCatalogue } from '../../binaries/catalogue.js';
import { listBinaries } from '../../binaries/list.js';
import { LocalProvider } from '../../providers/local/local-provider.js';
import { EXIT } from '../../support/errors.js';
import type { Check } from '../check.js';
import { containerChecks } from '../container-checks.js';

const GIB = 1024 ** 3;

/** `kube-rehearse doctor` */
export function doctorCommand(finish: (exitCode: number) => void): Command {
  return new Command('doctor')
    .description('what this machine can do, what it cannot, and how to change that')
    .addHelpText('after', '\nExample:\n  kube-rehearse doctor')
    .action(async () => {
      const checks = [
        await platform(),
        await localProvider(),
        await programs(),
        await go(),
        await memory(),
        await disk(),
        ...(await containerChecks()),
      ];
      for (const { name, ok, found, remedy } of checks) {
        process.stdout.write(`${ok ? 'ok  ' : 'NO  '} ${name}: ${found}${ok ? '' : `\n     remedy: ${remedy}`}\n`);
      }
      finish(checks.every(({ ok, needed }) => ok || !needed) ? EXIT.pass : EXIT.harness);
    });
}

async function platform(): Promise<Check> {
  const ok = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
  const found = `${process.platform} ${process.arch}, Node ${process.versions.node}`;
  return { name: 'platform', ok, found, remedy: 'use a Linux machine or container, amd64 or arm64', needed: true };
}

async function localProvider(): Promise<Check> {
  const reason = await new LocalProvider((await loadCatalogue(defaultCataloguePath())).tools.kwok).unavailableReason();
  const found = reason ?? 'control planes as plain processes';
  return { name: 'local provider', ok: reason === undefined, found, remedy: 'see the reason', needed: true };
}

async function programs(): Promise<Check> {
  const releases = await listBinaries();
  const found = releases.map(({ product, version }) => `${product} ${version}`).join(', ');
  const remedy = 'run `kube-rehearse binaries ensure n-1 stable`; `run` does it by itself too';
  return { name: 'programs in the cache', ok: found !== '', found: found || 'none yet', remedy, needed: false };
}

async function go(): Promise<Check> {
  const result = await execa('go', ['version'], { reject: false, stdin: 'ignore' });
  const found = result.failed ? 'not found: programs can only be downloaded' : result.stdout;
  return {
    name: 'Go',
    ok: !result.failed,
    found,
    remedy: 'install Go 1.26 or later to build where no download works',
    needed: false,
  };
}

async function memory(): Promise<Check> {
  const free = freemem() / GIB;
  const remedy = 'a rehearsal runs up to three API servers of 300 MB beside each other; close other programs';
  return { name: 'memory', ok: free > 3, found: `${free.toFixed(1)} GiB free`, remedy, needed: false };
}

async function disk(): Promise<Check> {
  let path = cacheDirectory();
  // the cache may not exist yet; its file system is that of the nearest folder that does
  for (;;) {
    const stats = await statfs(path).catch(() => undefined);
    if (stats) {
      const free = (stats.bavail * stats.bsize) / GIB;
      const remedy = 'free 5 GiB, or point KUBE_REHEARSE_CACHE at another disk; a build from Go modules needs 15 GiB';
      return { name: 'disk', ok: free > 5, found: `${free.toFixed(0)} GiB free for ${path}`, remedy, needed: false };
    }
    path = path.slice(0, path.lastIndexOf('/')) || '/';
  }
}
