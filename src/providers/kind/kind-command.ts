import { readFile } from 'node:fs/promises';
import { RehearseError } from '../../support/errors.js';
import { LocalProcess } from '../local-process.js';

/** kind, for one cluster. */
export interface KindCommand {
  /** The executable. */
  readonly program: string;
  readonly cluster: string;
  /** The cluster's own kubeconfig; kind is never shown the user's. */
  readonly kubeconfig: string;
  /** Called with the pid of each start. */
  readonly onSpawn: (pid: number) => Promise<void>;
}

/**
 * Runs kind with its output in a file. It dies with the harness. Throws RehearseError `kind-failed` with kind's last words,
 * and the signal's reason when that fires.
 */
export async function runKind(
  kind: KindCommand,
  args: readonly string[],
  logPath: string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const process = await LocalProcess.start({
    program: kind.program,
    args: [...args, '--name', kind.cluster],
    env: { ...environment(), KUBECONFIG: kind.kubeconfig, KIND_EXPERIMENTAL_DOCKER_NETWORK: kind.cluster },
    logPath,
  });
  await kind.onSpawn(process.pid);
  const stop = (): void => void process.stop(2);
  signal?.addEventListener('abort', stop, { once: true });
  const { exitCode, signal: killed } = await process.ended;
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (exitCode === 0) return;
  throw new RehearseError({
    code: 'kind-failed',
    message: `kind ${args.slice(0, 2).join(' ')} ended with ${exitCode ?? killed ?? 'nothing'}: ${await lastWords(logPath)}`,
    remedy: `read ${logPath} and the nodes' logs beside it, and see \`kube-rehearse doctor\``,
    evidence: [logPath],
  });
}

/** kind's own errors, and those of the program that it ran in a node; else the last lines. */
async function lastWords(logPath: string): Promise<string> {
  const lines = (await readFile(logPath, 'utf8').catch(() => '')).trim().split('\n');
  const errors = lines.filter((line) => /^(ERROR|error)\b/.test(line));
  return (errors.length > 0 ? errors : lines.slice(-5)).join('\n');
}

/** kind and the docker client that it starts find their engine as they do for the user. */
function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(entries), KIND_EXPERIMENTAL_PROVIDER: 'docker' };
}
