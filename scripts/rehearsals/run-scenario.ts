import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { timeStamp } from '../../src/cli/out-directory.js';
import type { Verdict } from '../../src/model/verdict.js';

/** How one run of the built command line ended. */
export interface ScenarioRun {
  readonly exitCode: number;
  /** Undefined when nothing was started, or the run did not get as far. */
  readonly verdict: Verdict | undefined;
  readonly seconds: number;
}

const INTERRUPTED = 130;

/** Runs a scenario, between other releases where given, into `out`; its last line is printed. Throws when it was interrupted, never for what it ends with. */
export async function runScenario(
  path: string,
  out: string,
  versions: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
): Promise<ScenarioRun> {
  const options = (['from', 'to'] as const).flatMap((name) => {
    const version = versions[name];
    return version === undefined ? [] : [`--${name}`, version];
  });
  console.log(['run', path, ...options].join(' '));
  const begun = performance.now();
  const run = await $({
    stdio: ['ignore', 'inherit', 'inherit'],
    nothrow: true,
    verbose: false,
  })`node bin/kube-rehearse.js run ${path} --quiet --out ${out} ${options}`;
  const seconds = (performance.now() - begun) / 1000;
  if (run.exitCode === INTERRUPTED || run.signal) throw new Error(`interrupted while ${path} was run`);
  const text = await readFile(join(out, 'verdict.json'), 'utf8').catch(() => undefined);
  return {
    exitCode: run.exitCode ?? 1,
    verdict: text === undefined ? undefined : (JSON.parse(text) as Verdict),
    seconds,
  };
}

/** A directory's name for a script's runs, below `reports/`. */
export function runsDirectory(what: string): string {
  return join('reports', `${what}-${timeStamp()}`);
}

/** The releases that a run was between, as a table shows them. */
export function releasesOf(verdict: Verdict | undefined): string {
  return verdict ? `${verdict.versions.from} -> ${verdict.versions.to}` : 'nothing was run';
}

/** Rows as a table in Markdown, which reads as well on a terminal. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`;
  console.log([line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n'));
}
