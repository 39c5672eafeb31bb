import { KUBE_COMPONENTS } from '../model/component.js';
import { GUARANTEE_IDS, type GuaranteeId } from '../model/guarantee.js';
import type { JudgeInput } from '../model/judge-input.js';
import type { RollbackFact } from '../model/observation.js';
import type { PlannedStep } from '../model/plan.js';
import type { ExpectedDifference, Finding, Outcome, RollbackVerdict, Verdict } from '../model/verdict.js';
import { intendedBinaries, replacedComponents } from './component-state.js';
import { findingKey, inOrder, toFinding } from './finding.js';
import type { Difference } from './difference.js';
import { STATE_GUARANTEES, type Guarantee } from './guarantee.js';
import { guaranteeOf, GUARANTEES } from './guarantees/index.js';
import { Ledger } from './ledger.js';
import { NoiseBook } from './noise.js';
import { failedStep, missingEnd } from './run-ending.js';
import { reachedStops, type Stop } from './stop.js';
import { unseenAt } from './unseen.js';

/**
 * Judges a run from what was recorded of it. Pure: the same input, in whatever order stores and lists are in, gives the same
 * verdict. Never throws for what a cluster did; that is what findings are for.
 */
export function judge(input: JudgeInput): Verdict {
  return new Judgement(input).verdict();
}

class Judgement {
  private readonly ledger: Ledger;
  private readonly noise = new NoiseBook();
  private readonly coverage = new Map<GuaranteeId, number>(GUARANTEE_IDS.map((id) => [id, 0]));
  private readonly findings: Finding[] = [];
  private readonly expected: ExpectedDifference[] = [];
  private readonly notJudged: string[] = [];
  private readonly stops: readonly Stop[];
  /** The first violation of a guarantee about the cluster's state; from its step on, the others are not judged. */
  private broken: { readonly step: PlannedStep; readonly why: string } | undefined;

  constructor(private readonly input: JudgeInput) {
    this.ledger = new Ledger(input.ledger, input.plan.versions);
    this.stops = reachedStops(input);
  }

  verdict(): Verdict {
    const failure = failedStep(this.input);
    for (const stop of this.stops) {
      if (failure?.step === stop.step.name) this.file(stop.step, guaranteeOf('replaced'), failure.difference, stop);
      this.judgeStop(stop);
    }
    const reached = this.stops.length;
    if (failure && !this.stops.some(({ step }) => step.name === failure.step)) {
      this.findings.push(toFinding(guaranteeOf('replaced'), failure.step, failure.difference));
    }
    for (const { step, difference } of missingEnd(this.input, reached)) {
      this.findings.push(toFinding(guaranteeOf('replaced'), step, difference));
    }
    const unreached = this.input.plan.steps.slice(reached).map((step) => step.name);
    if (unreached.length > 0) this.notJudged.push(`${unreached.join(', ')}: not reached`);
    return this.summary();
  }

  private judgeStop(stop: Stop): void {
    for (const guarantee of GUARANTEES) {
      if (this.broken && !STATE_GUARANTEES.includes(guarantee.id)) continue;
      if (guarantee.appliesTo(stop)) this.judgeGuarantee(stop, guarantee);
    }
    this.excuse(stop);
    if (this.broken) return;
    for (const { guarantee, difference } of unseenAt(stop))
      this.file(stop.step, guaranteeOf(guarantee), difference, stop);
  }

  private judgeGuarantee(stop: Stop, guarantee: Guarantee): void {
    const { checked, differences } = guarantee.check(stop);
    this.coverage.set(guarantee.id, (this.coverage.get(guarantee.id) ?? 0) + checked);
    for (const difference of differences) this.file(stop.step, guarantee, difference, stop);
    if (checked > 0 || differences.some(({ severity }) => (severity ?? guarantee.severity) !== 'note')) return;
    const detail = 'was judged on nothing, there was nothing to look at';
    const nothing = { subject: guarantee.id, path: '', before: null, after: null, detail, evidence: [] };
    this.file(stop.step, guarantee, { ...nothing, severity: 'inconclusive' }, stop);
  }

  /** Decides what a difference is: noise, accepted, or a finding. What could not be checked is never explained away. */
  private file(step: PlannedStep, guarantee: Guarantee, difference: Difference, stop: Stop): void {
    const { subject, path, before, after } = difference;
    const severity = difference.severity ?? guarantee.severity;
    if (severity !== 'inconclusive') {
      if (difference.mayBeNoise && this.isNoise(step, guarantee.id, difference)) return;
      const entry = this.ledger.match(guarantee.id, subject, path);
      if (entry) {
        this.expected.push({ entry, step: step.name, before, after });
        return;
      }
    }
    this.findings.push(toFinding(guarantee, step.name, difference));
    if (severity !== 'violation') return;
    stop.reported.add(guarantee.id, step.index, difference);
    if (STATE_GUARANTEES.includes(guarantee.id))
      this.broken ??= { step, why: `${guarantee.id} is broken by ${subject}` };
  }

  private isNoise(step: PlannedStep, guarantee: GuaranteeId, { subject, path }: Difference): boolean {
    if (step.index !== 1 || step.transition !== 'null-restart') return this.noise.explains(guarantee, subject, path);
    this.noise.learn(guarantee, subject, path);
    return true;
  }

  /** Says what was left out at a stop because of what is broken there. */
  private excuse(stop: Stop): void {
    const { name } = stop.step;
    const intended = intendedBinaries(stop);
    const replacedNow = replacedComponents(stop);
    for (const component of KUBE_COMPONENTS.filter((each) => !intended.includes(each))) {
      const cause = replacedNow.includes(component)
        ? 'triple, because it runs another binary'
        : 'binary and triple, because it was not replaced';
      this.notJudged.push(`${name}, ${component}: ${cause}`);
    }
    if (this.broken?.step !== stop.step) return;
    const left = GUARANTEES.filter(({ id }) => !STATE_GUARANTEES.includes(id)).map(({ id }) => id);
    this.notJudged.push(`${name} and every later stop: ${left.join(', ')}, because ${this.broken.why}`);
  }

  private summary(): Verdict {
    const { plan } = this.input;
    const { from, to, etcd } = plan.versions;
    return {
      schemaVersion: 1,
      outcome: outcomeOf(this.findings),
      scenario: plan.scenario,
      versions: { from, to, etcd },
      coverage: Object.fromEntries(this.coverage),
      findings: inOrder(plan, this.findings, findingKey),
      expected: inOrder(plan, this.expected, ({ entry, before, after }) =>
        JSON.stringify([entry.id, entry.subject, before, after]),
      ),
      unmatched: this.ledger.unmatched(),
      noise: this.noise.list(),
      rollback: this.stops.map(rollbackOf),
      notJudged: this.notJudged,
    };
  }
}

function outcomeOf(findings: readonly Finding[]): Outcome {
  if (findings.some(({ severity }) => severity === 'violation')) return 'fail';
  return findings.some(({ severity }) => severity === 'inconclusive') ? 'inconclusive' : 'pass';
}

function rollbackOf({ step, checkpoint }: Stop): RollbackVerdict {
  const { outcome, facts } = checkpoint.rollback;
  return { step: step.name, outcome, facts: [...facts].sort((a, b) => (factKey(a) < factKey(b) ? -1 : 1)) };
}

function factKey({ type, subject, path, message }: RollbackFact): string {
  return JSON.stringify([type, subject, path, message]);
}
