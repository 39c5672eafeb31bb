import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { dieWithParent } from './die-with-parent.js';
import type { Architecture } from './platform.js';

const LINES_OF_ERROR = 12;

/** Where and how long the Go toolchain may work. */
export interface GoCommandOptions {
  readonly directory: string;
  readonly architecture: Architecture;
  readonly signal: AbortSignal | undefined;
  /** Called for every line that Go prints on its standard error. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs `go` and returns its standard output. It and all it started are killed on abort, when this process exits and, as far as the
 * machine can, when this process is killed. Throws an Error with the end of what Go said; the signal's reason on abort.
 */
export async function runGo(args: readonly string[], options: GoCommandOptions): Promise<string> {
  options.signal?.throwIfAborted();
  const command = await dieWithParent('tree', 'go', args);
  const child = execa(command.file, command.args, {
    cwd: options.directory,
    env: {
      CGO_ENABLED: '0',
      GOOS: 'linux',
      GOARCH: options.architecture,
      // settings of the user's own projects must not change these builds
      GOFLAGS: '',
      GOWORK: 'off',
      GO111MODULE: 'on',
    },
    // its own process group, so that compilers and linkers can be killed with it
    detached: true,
    stdin: 'ignore',
    reject: false,
  });
  if (options.onLine) createInterface({ input: child.stderr }).on('line', options.onLine);
  const killGroup = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it ended already
    }
  };
  process.once('exit', killGroup);
  options.signal?.addEventListener('abort', killGroup, { once: true });
  try {
    const result = await child;
    options.signal?.throwIfAborted();
    if (!result.failed) return result.stdout;
    const said = (result.stderr || result.stdout || result.shortMessage || '')
      .trim()
      .split('\n')
      .slice(-LINES_OF_ERROR)
      .join('\n');
    throw new Error(`\`go ${args.slice(0, 2).join(' ')}\` failed: ${said}`);
  } finally {
    process.removeListener('exit', killGroup);
    options.signal?.removeEventListener('abort', killGroup);
  }
}
