import { Command, Option } from 'commander';
import { defaultCataloguePath, loadCatalogue, type Catalogue } from '../../binaries/catalogue.js';
import { defaultSources, ensureBinaries } from '../../binaries/ensure.js';
import { listBinaries, whereBinaries } from '../../binaries/list.js';
import { KUBERNETES_PROGRAMS, TOOL_NAMES, type KubernetesProgram, type ToolName } from '../../binaries/products.js';
import type { BinariesProgress } from '../../binaries/progress.js';
import { clusterRequests, toolRequest, type BinariesRequest } from '../../binaries/request.js';
import { requireReleased } from '../../binaries/require-released.js';
import { resolveVersion } from '../../binaries/resolve-version.js';
import { terminalReporter } from '../../reporters/index.js';
import { progressEvent } from '../prepare.js';

const WHAT = ['1.37', '1.37.2', 'stable', 'n-1', ...TOOL_NAMES].join(', ');

/** `kube-rehearse binaries list|ensure V...|where V` */
export function binariesCommand(signal: AbortSignal): Command {
  const command = new Command('binaries')
    .description('get the programs of Kubernetes releases and say where they are')
    .addHelpText('after', '\nExamples:\n  kube-rehearse binaries list\n  kube-rehearse binaries ensure n-1 stable');
  command
    .command('list')
    .description('what the cache holds')
    .addHelpText('after', '\nExample:\n  kube-rehearse binaries list')
    .action(async () => {
      for (const { product, version, architecture, programs } of await listBinaries()) {
        process.stdout.write(`${product} ${version} ${architecture}: ${Object.keys(programs).sort().join(', ')}\n`);
      }
    });
  command
    .command('ensure')
    .description('get what is missing: official download, else a build from Go modules')
    .argument('<version...>', WHAT)
    .addOption(programOption())
    .addHelpText(
      'after',
      '\nExamples:\n  kube-rehearse binaries ensure n-1 stable\n  kube-rehearse binaries ensure kwok',
    )
    .action(async (versions: string[], { program }: ProgramChoice) => {
      const catalogue = await loadCatalogue(defaultCataloguePath());
      const requests = versions.flatMap((version) => requestsFor(catalogue, version, program));
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
    .argument('<version>', WHAT)
    .addOption(programOption())
    .addHelpText('after', '\nExample:\n  kube-rehearse binaries where 1.37')
    .action(async (version: string, { program }: ProgramChoice) => {
      const [first] = requestsFor(await loadCatalogue(defaultCataloguePath()), version, program);
      process.stdout.write(`${await whereBinaries(first)}\n`);
    });
  return command;
}

interface ProgramChoice {
  readonly program?: KubernetesProgram[];
}

function programOption(): Option {
  return new Option('--program <name...>', "other programs of the release than the control plane's").choices(
    KUBERNETES_PROGRAMS,
  );
}

/** The requests that a version expression or a tool's name stands for, the main one first. */
function requestsFor(
  catalogue: Catalogue,
  expression: string,
  programs: readonly KubernetesProgram[] | undefined,
): [BinariesRequest, ...BinariesRequest[]] {
  if (isTool(expression)) return [toolRequest(catalogue, expression)];
  const version = resolveVersion(catalogue, expression);
  return programs ? [{ product: 'kubernetes', version, programs }] : clusterRequests(catalogue, version);
}

function isTool(expression: string): expression is ToolName {
  return (TOOL_NAMES as readonly string[]).includes(expression);
}
