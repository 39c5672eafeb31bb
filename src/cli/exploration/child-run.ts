import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { EXIT, RehearseError } from '../../support/errors.js';

const PROGRAM = fileURLToPath(new URL('../../../bin/kube-rehearse.js', import.meta.url));
/** A run that was asked to end stops a control plane first. */
const PATIENCE_MS = 60_000;

/**
 * Runs one scenario in a process of its own, so that runs beside one another share nothing but the machine. Returns when it was judged, whatever the
 * verdict; throws a RehearseError with its own words when the harness or machine failed, and the signal's reason on abort.
 */
export async function childRun(words: readonly string[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { exitCode, stderr } = await execa(process.execPath, [PROGRAM, 'run', ...words, '--quiet'], {
    reject: false,
    stdin: 'ignore',
    // what an action tells of a run concerns the exploration as a whole
    env: { GITHUB_ACTIONS: 'false' },
    cancelSignal: signal,
    forceKillAfterDelay: PATIENCE_MS,
  });
  signal.throwIfAborted();
  if (exitCode === EXIT.pass || exitCode === EXIT.fail || exitCode === EXIT.inconclusive) return;
  throw new RehearseError({
    code: 'child-run-failed',
    message: `the run of ${words[0] ?? ''} ended with ${exitCode ?? 'a signal'}: ${stderr.trim().split('\n').slice(-2).join(' ')}`,
    remedy: 'mend what it names, and explore again into the same directory to go on',
  });
}
