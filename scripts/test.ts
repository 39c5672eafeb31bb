/**
 * Runs every test this machine can run, after getting the real programs that they need, and ends with the sums. What is
 * skipped is named.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';

interface JsonReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const tests = $({ stdio: 'inherit', nothrow: true, verbose: false });
const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-test-'));
const report = join(folder, 'report.json');
try {
  await $({ stdio: 'inherit', verbose: false })`node bin/kube-rehearse.js binaries ensure n-1 stable`;
  const run =
    await tests`npx --no-install vitest run --reporter=default --reporter=json --outputFile=${report} ${process.argv.slice(2)}`;
  const result = JSON.parse(await readFile(report, 'utf8')) as JsonReport;
  const skipped = result.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${name}: ${fullName}`),
  );
  for (const name of skipped) console.log(`skipped: ${name}`);
  // a file that fails to load has no test of its own to count
  const broken = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const { name } of broken) console.log(`could not be run: ${name}`);
  const failed = result.numFailedTests + broken.length;
  process.exitCode = run.exitCode === 0 && failed === 0 && result.numPassedTests > 0 ? 0 : 1;
  console.log(`${result.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
