import { PlanRefusal } from '../plan/refusal.js';
import { EXIT, RehearseError, messageOf } from '../support/errors.js';

/** Prints an error in two lines, what and what to do, on stderr, and gives the exit code that goes with it. */
export function printError(error: unknown, signal?: AbortSignal): number {
  if (signal?.aborted) {
    process.stderr.write('interrupted\n');
    return EXIT.interrupted;
  }
  if (error instanceof RehearseError) {
    process.stderr.write(`error: ${error.message} [${error.code}]\nremedy: ${error.remedy}\n`);
    return error.exitCode;
  }
  if (error instanceof PlanRefusal) {
    process.stderr.write(
      `error: ${error.message}\nremedy: change the scenario's steps or versions; nothing was started\n`,
    );
    return EXIT.badInput;
  }
  if (isDiskFull(error)) {
    process.stderr.write(
      `error: the disk is full: ${messageOf(error)} [disk-full]\n` +
        'remedy: free space where --out lies and where `kube-rehearse doctor` says that programs and running clusters are kept\n',
    );
    return EXIT.harness;
  }
  const stack = process.env['KUBE_REHEARSE_DEBUG'] && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(
    `error: ${messageOf(error)}${stack}\nremedy: this is unexpected; set KUBE_REHEARSE_DEBUG=1 for the place and report it\n`,
  );
  return EXIT.harness;
}

function isDiskFull(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (['ENOSPC', 'EDQUOT'].includes(String((cause as NodeJS.ErrnoException).code))) return true;
  }
  return false;
}
