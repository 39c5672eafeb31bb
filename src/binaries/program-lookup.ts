import { RehearseError } from '../support/errors.js';
import type { EnsuredBinaries } from './ensure.js';
import type { ProgramName } from './products.js';
import { verifyProgram } from './verify-program.js';

/**
 * Finds programs among ensured binaries by name and version, and verifies each again at every call. Throws RehearseError
 * `program-not-ensured` for one that nobody asked for, `program-damaged` for one that was changed since.
 */
export function programLookup(
  ensured: readonly EnsuredBinaries[],
): (name: string, version: string) => Promise<{ readonly path: string; readonly sha256: string }> {
  return async (name, version) => {
    const binaries = ensured.find((candidate) => candidate.version === version && name in candidate.programs);
    const program = binaries?.programs[name as ProgramName];
    if (!program) {
      throw new RehearseError({
        code: 'program-not-ensured',
        message: `${name} ${version} was not made ready before the run`,
        remedy: 'report this: the plan uses a program that the harness did not prepare',
      });
    }
    await verifyProgram(program.path, program.sha256);
    return { path: program.path, sha256: program.sha256 };
  };
}
