import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { RehearseError } from '../support/errors.js';

/** How one command of docker's is run. */
export interface DockerOptions {
  readonly signal?: AbortSignal | undefined;
  /** Its standard input. */
  readonly input?: Readable | string;
  /** Two minutes unless told. */
  readonly timeoutMs?: number;
}

/**
 * Runs a command of docker's client and returns its standard output. The client itself finds the engine, as it does for the user:
 * DOCKER_HOST, DOCKER_CONTEXT, the current context, the default socket. Throws RehearseError `docker-missing` without a client,
 * `docker-failed` with docker's own words, and the signal's reason on abort.
 */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  const { signal, input, timeoutMs = 120_000 } = options;
  signal?.throwIfAborted();
  const result = await execa('docker', args, {
    reject: false,
    timeout: timeoutMs,
    ...(signal && { cancelSignal: signal }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  signal?.throwIfAborted();
  if (!result.failed) return result.stdout.trim();
  if (result.code === 'ENOENT') {
    throw new RehearseError({
      code: 'docker-missing',
      message: 'there is no `docker` on the PATH',
      remedy: 'install Docker, or use the local provider, which needs none',
    });
  }
  const said = result.timedOut
    ? `no answer within ${timeoutMs / 1000} s`
    : result.stderr.trim() || (result.shortMessage ?? '');
  throw new RehearseError({
    code: 'docker-failed',
    message: `\`docker ${args.slice(0, 2).join(' ')}\` failed: ${said.split('\n').slice(-6).join('\n')}`,
    remedy: 'see what docker says; `kube-rehearse doctor` looks at the engine',
    cause: result.cause,
  });
}
