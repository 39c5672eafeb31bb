// Makes a fresh clone ready to run: dependencies as locked, then the build. Plain Node, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program in the checkout, its output on stderr; ends this process with its exit code when it fails. */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) console.error(`cannot run ${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 4);
}

const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error('installing dependencies');
  run('npm', ['ci']);
}
run('npm', ['run', '--silent', 'build']);
