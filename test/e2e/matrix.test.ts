import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import type { MatrixResult } from '../../src/matrix/result.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';

/** An API server that keeps its release's rules but for two: it cannot do one start that it can, and takes one that it must refuse. */
const SWAPPED = `#!/bin/sh
case " $* " in
  *" --runtime-config-emulation-forward-compatible=true "*) echo 'Error: out of order' >&2; exit 1 ;;
  *" --min-compatibility-version=1.34 "*) exec PROGRAM $(printf '%s\\n' "$@" | grep -v min-compatibility-version) ;;
esac
exec PROGRAM "$@"
`;

it('real binaries start at a pair that is legal and refuse those around it, and a server that breaks two rules fails two starts', async () => {
  const folder = await temporaryDirectory();
  const { stdout: where } = await execa('node', ['bin/kube-rehearse.js', 'binaries', 'where', '1.36']);
  const programs = join(folder, 'programs');
  await mkdir(programs);
  const swapped = join(programs, 'kube-apiserver');
  await writeFile(swapped, SWAPPED.replaceAll('PROGRAM', `'${join(where, 'kube-apiserver')}'`));
  await chmod(swapped, 0o755);
  const out = join(folder, 'matrix');
  const { exitCode, stdout, stderr } = await runCli(
    ['matrix', 'start', '1.36', '--emulated', '1.33', '--binaries', `1.36=${programs}`, '--out', out],
    { KUBE_REHEARSE_STATE: join(folder, 'state') },
  );
  expect(exitCode, stderr).toBe(1);
  const { rows } = JSON.parse(await readFile(join(out, 'matrix.json'), 'utf8')) as MatrixResult;
  const prefix = 'kube-apiserver 1.36.3 --emulated-version=1.33';
  const wrong = rows.filter(({ outcome }) => outcome !== 'pass');
  expect(wrong.map(({ cell, outcome, problem }) => [cell.id, outcome, problem])).toEqual([
    [`${prefix} --runtime-config-emulation-forward-compatible=true`, 'fail', 'exits with 1: out of order'],
    [
      `${prefix} --min-compatibility-version=1.34`,
      'fail',
      'starts and becomes ready, although kube 1.36 emulating 1.33 stays compatible with 1.33 to 1.33, not 1.34',
    ],
  ]);
  expect(stdout).toContain('4 of 5 legal starts became ready as asked, 5 of 6 illegal ones were refused as documented');
  expect(stdout).toContain('1.33      1.33        ready      ready    VIOLATION       ready        ready');
  for (const { log } of rows) expect(await readFile(join(out, log!), 'utf8')).not.toBe('');
});
