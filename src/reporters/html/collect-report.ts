import type { JournalRecord } from '../../model/journal.js';
import { faultsOf, type Plan, type PlannedStep } from '../../model/plan.js';
import type { Verdict } from '../../model/verdict.js';
import { pointOfNoReturn } from '../point-of-no-return.js';
import { repeatCommand } from '../repeat-command.js';
import type { RunDirectory } from '../run-directory.js';
import type { RunInfo } from '../run-info.js';
import { rollbackAt } from '../tally.js';
import { acceptedViews, coverageViews, factViews, findingList, shareViews } from './findings.js';
import { logExcerpts } from './log-excerpts.js';
import { momentOf } from './moments.js';
import type { GuaranteeSentences, RollbackView, RunReport, StopView } from './report-data.js';
import { StoreHistoryBuilder, type StoreHistory } from './store-history.js';
import { surfaceHistory } from './surface-history.js';
import { stopTimes, timeline, type Timeline } from './timeline.js';
import { verdictSentence } from './verdict-sentence.js';

const MOMENTS = ['arrival', 'departure'] as const;

/** Everything that report.html shows, read from the run's files. Nothing in it depends on when or where it is made. */
export async function collectReport(
  directory: RunDirectory,
  plan: Plan,
  verdict: Verdict,
  sentences: GuaranteeSentences,
): Promise<RunReport> {
  const info = await directory.readInfo();
  const journal = await directory.readJournal();
  const observed = new Set(await directory.checkpointSteps());
  const times = timeline(journal, await directory.readRequests());
  const stops: StopView[] = [];
  const surfaces = [];
  for (const step of plan.steps) {
    const seen = observed.has(step.name);
    stops.push(stopView(step, verdict, times, seen, await rollbackView(directory, step, verdict, seen)));
    if (!seen) continue;
    for (const at of MOMENTS) {
      surfaces.push({ moment: momentOf(step.index, at), surface: await directory.readSurface(step.name, at) });
    }
  }
  const ending = endingOf(journal);
  return {
    type: 'run',
    scenario: verdict.scenario,
    outcome: verdict.outcome,
    sentence: verdictSentence(plan, verdict, ending),
    ending,
    versions: verdict.versions,
    info: lasting(info),
    command: repeatCommand(info, plan),
    stops,
    pointOfNoReturn: pointOfNoReturn(plan, verdict, (step) => step),
    coverage: coverageViews(verdict, sentences),
    fieldShares: shareViews(verdict),
    findings: {
      violation: findingList(verdict, 'violation'),
      inconclusive: findingList(verdict, 'inconclusive'),
      note: findingList(verdict, 'note'),
    },
    accepted: acceptedViews(verdict),
    unmatched: verdict.unmatched,
    noise: verdict.noise,
    notJudged: verdict.notJudged,
    timeline: times,
    surface: surfaceHistory(surfaces),
    logs: await logExcerpts(directory.path, times, stops),
  };
}

/** Every key of every observation, read line by line: all contents together would not fit into memory. */
export async function collectStore(directory: RunDirectory, plan: Plan): Promise<StoreHistory> {
  const observed = new Set(await directory.checkpointSteps());
  const builder = new StoreHistoryBuilder();
  for (const { index, name } of plan.steps) {
    if (!observed.has(name)) continue;
    for (const at of MOMENTS) await builder.add(momentOf(index, at), directory.eachStoredObject(name, at));
  }
  return builder.build();
}

function stopView(
  step: PlannedStep,
  verdict: Verdict,
  times: Timeline,
  observed: boolean,
  rollback: RollbackView,
): StopView {
  const found = verdict.findings.filter((finding) => finding.step === step.name);
  const begun = times.actions.some((action) => action.step === step.name);
  return {
    index: step.index,
    name: step.name,
    transition: step.transition,
    version: step.launch.version,
    state: observed ? 'observed' : begun ? 'unfinished' : 'not reached',
    ...stopTimes(times, step),
    halfway: step.halfway ? { transition: step.halfway.transition, version: step.halfway.launch.version } : null,
    faults: faultsOf(step).length,
    rollback,
    violations: found.filter(({ severity }) => severity === 'violation').length,
    inconclusive: found.filter(({ severity }) => severity === 'inconclusive').length,
    notes: found.filter(({ severity }) => severity === 'note').length,
  };
}

async function rollbackView(
  directory: RunDirectory,
  step: PlannedStep,
  verdict: Verdict,
  observed: boolean,
): Promise<RollbackView> {
  const judged = rollbackAt(verdict, step.name);
  const result = observed ? await directory.readRollback(step.name) : undefined;
  return {
    outcome: judged?.outcome ?? 'not examined',
    reason: result?.reason ?? '',
    examined: result?.examined ?? 0,
    promised: step.rollback.because === 'promised',
    ...factViews(judged?.facts ?? []),
    evidence: result?.evidence ?? [],
  };
}

function endingOf(journal: readonly JournalRecord[]): RunReport['ending'] {
  const last = journal.findLast((record) => record.type === 'run');
  if (last?.type !== 'run' || last.event === 'started') return { event: 'unfinished', message: '' };
  return { event: last.event, message: last.message };
}

/** What run.json holds from the start; the rest is written only after the run was judged. */
function lasting({ finishedAt: _, peakMemory: __, schemaVersion: ___, ...info }: RunInfo): RunReport['info'] {
  return info;
}
