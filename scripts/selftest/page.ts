import { basename } from 'node:path';
import type { Guarantee } from '../../src/assertions/guarantee.js';
import type { Measured } from './results.js';
import { catchOf, violationsOf } from './results.js';
import type { Plant, Trial } from './trials.js';

/** A trial with what came of it. */
export type Tried<T extends Trial> = readonly [T, Measured | undefined];

/** docs/detection-power.md: what was planted and found, what was clean, and what the numbers show. */
export function detectionPage(
  plants: readonly Tried<Plant>[],
  clean: readonly Tried<Trial>[],
  guarantees: readonly Guarantee[],
): string {
  const tried = plants.filter(([, result]) => result !== undefined);
  const caught = plants.filter(([plant, result]) => catchOf(plant, result) === 'caught');
  const kinds = new Set(tried.map(([{ kind }]) => kind));
  const ran = clean.flatMap(([, result]) => (result ? [result] : []));
  const alarms = ran.filter((result) => violationsOf(result).length > 0);
  const stops = ran.reduce((sum, { verdict }) => sum + verdict.rollback.length, 0);
  const all = [...plants, ...clean].flatMap(([, result]) => (result ? [result] : []));
  return `# Detection power

Why anyone should believe a green run. This page is written by \`npm run selftest\` from what it measured: real clusters in which
something is wrong on purpose, and real clusters in which nothing is. ${measuredWhen(all)}

- **${caught.length} of ${tried.length} planted violations** of ${kinds.size} kinds were found under the name of the guarantee
  that they break, and under no other.${unmeasured(plants.length - tried.length)}
- **${alarms.length} of ${ran.length} clean runs**, ${stops} stops in all, had a violation.${unmeasured(clean.length - ran.length)}

## What the numbers show

A plant is found by comparing, not by luck: what is found once is found again, as long as nothing but time differs. How sure
that is depends on how often it was tried. ${caught.length} straight hits show, with 95 % confidence, that at least
${percent(bound(caught.length))} of violations like these are found; 59 would show 95 %, 299 would show 99 %. No alarm in ${ran.length}
runs shows that at most ${percent(1 - bound(ran.length))} of clean runs alarm, and no alarm at ${stops} stops that at most
${percent(1 - bound(stops))} of stops do; 3,000 clean runs would show 0.1 %. "Like these" is the limit of it: what nobody thought of planting
is not counted.

## Planted violations

Each is a scenario in \`scenarios/plants/\`, and is rehearsed on real binaries. The fault is planted behind the back of everything that observes and judges, and leaves a receipt; without one
the run is inconclusive. [scenarios.md](scenarios.md#controls) says what each kind does. Caught means: there is a violation, and every
violation has this guarantee and this subject.

${table(
  ['plant', 'kind', 'must break', 'subject', 'result'],
  plants.map(([plant, result]) => [
    `[${plant.name}](../${plant.scenario})`,
    `\`${plant.kind}\``,
    plant.mustTrip.guarantee,
    `\`${plant.mustTrip.subject}\``,
    outcomeOf(plant, result),
  ]),
)}

## Clean runs

${table(
  ['scenario', 'options', 'releases', 'stops', 'things checked', 'violations', 'verdict'],
  clean.map(([trial, result]) => [
    `[${basename(trial.scenario, '.yaml')}](../${trial.scenario})`,
    trial.options.length > 0 ? `\`${trial.options.join(' ')}\`` : '',
    ...(result ? cleanCells(result) : ['', '', '', '', 'not measured']),
  ]),
)}

## Guarantees

How many of the planted violations break each guarantee. Besides, each has a control of its own, which \`npm test\` demands to
trip it and nothing else; those are not counted here.

${table(
  ['guarantee', 'plants', 'caught', 'control'],
  guarantees.map(({ id, control }) => [
    id,
    String(plants.filter(([{ mustTrip }]) => mustTrip.guarantee === id).length),
    String(caught.filter(([{ mustTrip }]) => mustTrip.guarantee === id).length),
    `[${basename(control)}](../${control})`,
  ]),
)}
`;
}

/** The share that n straight successes leave as the least possible one, with 95 % confidence. */
export function bound(successes: number): number {
  return successes === 0 ? 0 : 0.05 ** (1 / successes);
}

function measuredWhen(all: readonly Measured[]): string {
  const days = all.map(({ startedAt }) => startedAt.slice(0, 10)).sort();
  const releases = new Set(all.map(({ verdict }) => `${verdict.versions.from} -> ${verdict.versions.to}`));
  if (days.length === 0) return 'Nothing has been measured yet.';
  const when = days[0] === days.at(-1) ? `on ${days[0]}` : `from ${days[0]} to ${days.at(-1)}`;
  const commits = [...new Set(all.flatMap(({ commit }) => (commit === '' ? [] : [commit])))].sort();
  const at = commits.length === 0 ? '' : ` at commit ${commits.join(', ')}`;
  return `Measured ${when}${at}, with Kubernetes ${[...releases].sort().join(', ')}.`;
}

function unmeasured(count: number): string {
  return count === 0 ? '' : ` ${count} more ${count === 1 ? 'was' : 'were'} not measured.`;
}

function outcomeOf(plant: Plant, result: Measured | undefined): string {
  const outcome = catchOf(plant, result);
  return outcome === 'missed' && result
    ? `**missed**: ${violationsOf(result).join(', ') || result.verdict.outcome}`
    : outcome;
}

function cleanCells(result: Measured): string[] {
  const { verdict } = result;
  const checked = Object.values(verdict.coverage).reduce((sum, count) => sum + count, 0);
  return [
    `${verdict.versions.from} -> ${verdict.versions.to}`,
    String(verdict.rollback.length),
    String(checked),
    violationsOf(result).join(', ') || 'none',
    verdict.outcome,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
