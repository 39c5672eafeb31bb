import { Command } from 'commander';
import { defaultCataloguePath, loadCatalogue, type Catalogue } from '../../binaries/catalogue.js';
import { defaultSources, ensureBinaries } from '../../binaries/ensure.js';
import { listBinaries, whereBinaries } from '../../binaries/list.js';
import type { BinariesProgress } from '../../binaries/progress.js';
import { clusterRequests, type BinariesRequest } from '../../binaries/request.js';
import { requireReleased } from '../../binaries/require-released.js';
import { resolveVersion } from '../../binaries/resolve-version.js';
import { terminalReporter } from '../../reporters/index.js';
import { progressEvent } from '../prepare.js';

/** `kube-rehearse binaries list|ensure V...|where V` */
export function binariesCommand(signal: AbortSignal): Command {
  const command = new Command('binaries').description('get the programs of Kubernetes releases and say where they are');
  command
    .command('list')
    .description('what the cache holds')
    .action(async () => {
      for (const { product, version, architecture, programs } of await listBinaries()) {
        process.stdout.write(`${product} ${version} ${architecture}: ${Object.keys(programs).sort().join(', ')}\n`);
      }
    });
  command
    .command('ensure')
    .description('get what is missing: official download, else a build from Go modules')
    .argument('<version...>', '1.37, 1.37.2, stable, n-1')
    .addHelpText('after', '\nExample:\n  kube-rehearse binaries ensure n-1 stable')
    .action(async (versions: string[]) => {
      const catalogue = await loadCatalogue(defaultCataloguePath());
      const requests = versions.flatMap((version) => requestsFor(catalogue, version));
      const sources = defaultSources();
      await requireReleased(catalogue, requests, { sources, signal });
      for (const request of requests) {
        const events = terminalReporter(process.stderr);
        const onProgress = (progress: BinariesProgress): void => events(progressEvent(progress));
        const ensured = ensureBinaries(request, { sources, signal, onProgress });
        // closed before the result is printed: stdout and stderr may be the same terminal
        const { product, version, directory } = await ensured.finally(() => events.close());
        process.stdout.write(`${product} ${version}: ${directory}\n`);
      }
    });
  command
    .command('where')
    .description("print the folder that holds a version's programs")
    .argument('<version>', '1.37, 1.37.2, stable, n-1')
    .action(async (version: string) => {
      const [kubernetes] = requestsFor(await loadCatalogue(defaultCataloguePath()), version);
      process.stdout.write(`${await whereBinaries(kubernetes)}\n`);
    });
  return command;
}

function requestsFor(catalogue: Catalogue, expression: string): [BinariesRequest, BinariesRequest] {
  return clusterRequests(catalogue, resolveVersion(catalogue, expression));
}
