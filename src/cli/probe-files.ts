import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { bugReport, type Reported } from '../fields/bug-report.js';
import type { Bisected } from '../fields/bisect/result.js';
import type { ProbeResult } from '../fields/probe-result.js';
import { reproduceScript, type Programs } from '../fields/reproduce.js';
import type { Plan } from '../model/plan.js';
import type { ProgramLookup } from '../providers/cluster.js';
import { BadInputError } from '../support/errors.js';

type NumberedFinding = ProbeResult['findings'][number];

/** Writes a script and a bug report for a finding, named after its number in probe.txt. */
export async function writeReproduction(
  folder: string,
  number: number,
  finding: NumberedFinding,
  result: ProbeResult,
  programs: Programs,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = reproduceScript(finding, result, programs);
  if (script !== undefined) await writeFile(join(folder, `${number}.sh`), script, { mode: 0o700 });
  await writeBugReport(folder, number, finding, result);
}

/** Writes `bug-report-N.md`. */
export async function writeBugReport(
  folder: string,
  number: number,
  finding: NumberedFinding,
  compared: Reported['compared'],
  bisected?: Bisected,
): Promise<void> {
  const system = `${type()} ${release()} ${arch()}`;
  const report = bugReport({ finding, compared, system, ...(bisected && { bisected }) });
  await writeFile(join(folder, `bug-report-${number}.md`), report);
}

/** Where the programs are that a script starts. */
export async function pathsOf({ from, to, etcd }: Plan['versions'], programs: ProgramLookup): Promise<Programs> {
  const path = async (name: string, version: string): Promise<string> => (await programs(name, version)).path;
  return {
    etcd: await path('etcd', etcd),
    old: await path('kube-apiserver', from),
    emulating: await path('kube-apiserver', to),
  };
}

/** What a probe found. Throws BadInputError where its directory has no result. */
export async function readProbe(directory: string): Promise<ProbeResult> {
  const path = join(directory, 'probe.json');
  const result = parsed(await readFile(path, 'utf8').catch(() => ''));
  if (result?.schemaVersion === 1 && Array.isArray(result.findings)) return result;
  throw new BadInputError({
    code: 'probe-unreadable',
    message: `${path} is not the result of a probe`,
    remedy: 'give the directory of a probe that has ended: kube-rehearse probe --out DIR',
  });
}

/** The findings of these numbers, or all. Throws BadInputError for a number that there is not. */
export function findingsNumbered(
  { findings }: ProbeResult,
  numbers: readonly number[],
): { number: number; finding: NumberedFinding }[] {
  const all = findings.map((finding, index) => ({ number: index + 1, finding }));
  const stranger = numbers.find((number) => !all.some((each) => each.number === number));
  if (stranger !== undefined || all.length === 0) {
    throw new BadInputError({
      code: 'finding-unknown',
      message: stranger === undefined ? 'the probe has no finding' : `the probe has no finding ${stranger}`,
      remedy: all.length === 0 ? 'there is nothing to bisect' : `its findings are 1 to ${all.length}, as in probe.txt`,
    });
  }
  return numbers.length === 0 ? all : all.filter(({ number }) => numbers.includes(number));
}

function parsed(text: string): ProbeResult | undefined {
  try {
    return JSON.parse(text) as ProbeResult;
  } catch {
    return undefined;
  }
}
