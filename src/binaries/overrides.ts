import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMinor, isRelease, minorOf, type Minor, type Release } from '../model/version.js';
import { BadInputError, messageOf } from '../support/errors.js';
import type { ProgramName } from './products.js';
import { describeRequest, releaseOf, type BinariesRequest } from './request.js';

/** `--binaries V=DIR`: the executables of V come from DIR, as far as DIR has them. */
export interface BinariesOverride {
  /** A minor stands for all its releases; a release for itself only. */
  readonly version: Minor | Release;
  readonly directory: string;
}

/** Reads the value of `--binaries`. Throws BadInputError when it is not `V=DIR`. */
export function parseOverride(value: string): BinariesOverride {
  const at = value.indexOf('=');
  const version = value.slice(0, Math.max(at, 0));
  const directory = value.slice(at + 1);
  if ((isMinor(version) || isRelease(version)) && directory !== '') return { version, directory: resolve(directory) };
  throw new BadInputError({
    code: 'override-invalid',
    message: `--binaries ${value} is not V=DIR with V a minor or a release`,
    remedy: 'write for example --binaries 1.37=./bin',
  });
}

/**
 * The wanted programs that overrides hold, by name. The last override that names the request's release and has the program
 * wins. Throws BadInputError when a folder is missing or a file there cannot be executed.
 */
export async function findOverridden(
  overrides: readonly BinariesOverride[],
  request: BinariesRequest,
  programs: readonly ProgramName[],
): Promise<Map<ProgramName, string>> {
  const found = new Map<ProgramName, string>();
  for (const { version, directory } of overrides.filter((override) => concerns(override, request))) {
    const folder = await stat(directory).catch(() => undefined);
    if (!folder?.isDirectory()) {
      throw unusable(
        `--binaries ${version}=${directory}: there is no such folder`,
        'name the folder of the executables',
      );
    }
    for (const program of programs) {
      const path = join(directory, program);
      if (await isProgram(path, request)) found.set(program, path);
    }
  }
  return found;
}

/** Whether an override names the release that a request belongs to. */
export function concerns(override: BinariesOverride, request: BinariesRequest): boolean {
  const release = releaseOf(request);
  return release !== undefined && (override.version === release || override.version === minorOf(release));
}

async function isProgram(path: string, request: BinariesRequest): Promise<boolean> {
  const file = await stat(path).catch(() => undefined);
  if (!file) return false;
  try {
    if (!file.isFile()) throw new Error('it is not a file');
    await access(path, constants.X_OK);
    return true;
  } catch (error) {
    const message = `${path}, given for ${describeRequest(request)}, cannot be executed: ${messageOf(error)}`;
    throw unusable(message, `make it executable (chmod +x ${path}) or take it out of the folder`);
  }
}

function unusable(message: string, remedy: string): BadInputError {
  return new BadInputError({ code: 'override-unusable', message, remedy });
}
