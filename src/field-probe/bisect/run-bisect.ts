import { relative } from 'node:path';
import type { Finding } from '../../fields/findings.js';
import { parseCauseField } from '../../fields/field-path.js';
import { groupsFor, switchesOf } from '../../fields/bisect/candidates.js';
import { lockedIn, neededIn } from '../../fields/bisect/refusal.js';
import { doubtsOf, type Bisected, type TrialRecord, type Variant } from '../../fields/bisect/result.js';
import { searchFlip, type Search } from '../../fields/bisect/search.js';
import { formatSwitches, switched, type Setting, type Switch } from '../../fields/bisect/setting.js';
import { seenIn, type Seen } from '../../fields/bisect/showing.js';
import { compareOutcomes } from '../../fields/classify.js';
import { brief } from '../ask-field.js';
import { TeardownStack } from '../../support/teardown.js';
import { TrialGround, type GroundRequest, type Trial } from './trial-ground.js';

/** A version that is tried in place of the probe's, with everything else as it was. */
export interface VariantSetting {
  readonly of: 'minCompatibility' | 'emulated' | 'releases';
  readonly version: string;
  /** Whose place it takes. */
  readonly side: 'old' | 'emulating';
  readonly setting: Setting;
}

/** Which findings to bisect, and between what. */
export interface BisectRequest extends GroundRequest {
  readonly findings: readonly { readonly number: number; readonly finding: Finding }[];
  /** The two sides of the probe. */
  readonly old: Setting;
  readonly emulating: Setting;
  /** Whether to look for gates and versions of the API. */
  readonly searchSwitches: boolean;
  readonly variants: readonly VariantSetting[];
  /** Folder of the result. */
  readonly directory: string;
}

/** What all findings came to. */
export interface RunBisected {
  readonly findings: readonly Bisected[];
  readonly locked: readonly string[];
  readonly trials: readonly TrialRecord[];
}

/**
 * Starts servers one after the other with something switched, asks each the findings' questions, and looks for what makes them go away. One
 * start serves all findings. Everything that was started has ended when it returns or throws.
 */
export async function runBisect(request: BisectRequest): Promise<RunBisected> {
  const teardown = new TeardownStack();
  try {
    const findings = request.findings.map(({ finding }) => finding);
    const ground = await TrialGround.prepare(request, findings, request.old);
    teardown.defer('stop the trials', () => ground.stop());
    const bisection = new Bisection(request, ground);
    return await bisection.run();
  } finally {
    for (const { name, message } of await teardown.run())
      request.events({ type: 'warning', message: `${name}: ${message}` });
  }
}

class Bisection {
  readonly #request: BisectRequest;
  readonly #ground: TrialGround;

  constructor(request: BisectRequest, ground: TrialGround) {
    this.#request = request;
    this.#ground = ground;
  }

  async run(): Promise<RunBisected> {
    const { findings, old, emulating } = this.#request;
    const right = await this.#try(old, 'the old release');
    const wrong = await this.#try(emulating, 'as the probe found it');
    const again = findings.map((_, index) => this.#seen(index, right, wrong));
    const some = this.#request.searchSwitches && again.some(({ showing }) => showing === 'shown');
    const { switches, locked } = some ? await this.#switches(wrong) : { switches: [], locked: [] };
    const bisected: Bisected[] = [];
    for (const [index, { number, finding }] of findings.entries()) {
      const first = again[index]!;
      const isShown = first.showing === 'shown';
      const isSearched = isShown && this.#request.searchSwitches;
      const search = isSearched ? await this.#search(index, finding, switches, right) : undefined;
      const variants = isShown ? await this.#variants(index, right, wrong) : [];
      const of = (kind: VariantSetting['of']): Variant[] =>
        variants.filter((variant) => variant.of === kind).map(({ version, seen, trial }) => ({ version, seen, trial }));
      const learnt = { again: first, ...(search && { search }) };
      const doubts = doubtsOf(learnt);
      bisected.push({
        number,
        id: finding.id,
        class: finding.class,
        cause: finding.cause,
        ...learnt,
        minCompatibility: of('minCompatibility'),
        emulated: of('emulated'),
        releases: of('releases'),
        outcome: doubts.length === 0 ? 'pass' : 'inconclusive',
        doubts,
      });
    }
    return { findings: bisected, locked, trials: this.#ground.trials.map((trial) => this.#record(trial)) };
  }

  /** What the emulating server can be switched in: it names itself the gates that it has locked. */
  async #switches(wrong: Trial): Promise<{ switches: Switch[]; locked: string[] }> {
    const { emulating } = this.#request;
    if ('problem' in wrong.answered) return { switches: [], locked: [] };
    const { gates, served } = wrong.answered;
    const planted = Object.keys(emulating.featureGates);
    const common = { gates, served, available: served };
    const all = switchesOf({ ...common, locked: [] }, planted).filter(({ of }) => of === 'feature-gates');
    const refused = await this.#try(switched(emulating, all), 'every gate, to be told which are locked');
    const locked = 'problem' in refused.answered ? lockedIn(refused.answered.problem) : [];
    const everything = { ...emulating, runtimeConfig: { ...emulating.runtimeConfig, 'api/all': 'true' } };
    const whole = await this.#try(everything, 'every version of the API');
    const available = 'problem' in whole.answered ? served : whole.answered.served;
    return { switches: switchesOf({ ...common, available, locked }, planted), locked };
  }

  async #search(index: number, finding: Finding, switches: readonly Switch[], right: Trial): Promise<Search<Switch>> {
    const { emulating } = this.#request;
    const test = async (items: readonly Switch[]): Promise<Seen> =>
      this.#seen(index, right, await this.#try(switched(emulating, items), describe(items)));
    const groups = groupsFor(finding, switches, Object.keys(emulating.featureGates));
    return searchFlip(groups, test, {
      companyOf: (items, why) => {
        const off = items.filter(({ of, to }) => of === 'feature-gates' && !to).map(({ name }) => name);
        const needed = neededIn(why, new Set(off));
        return switches.filter(({ of, name, to }) => of === 'feature-gates' && needed.get(name) === to);
      },
      isNamed: ({ name }, why) => why.split(/[^\w./]+/).includes(name),
    });
  }

  async #variants(
    index: number,
    right: Trial,
    wrong: Trial,
  ): Promise<(Variant & { readonly of: VariantSetting['of'] })[]> {
    const variants = [];
    for (const { of, version, side, setting } of this.#request.variants) {
      const trial = await this.#try(setting, `${of} ${version}`);
      const seen = side === 'old' ? this.#seen(index, trial, wrong) : this.#seen(index, right, trial);
      variants.push({ of, version, seen, trial: trial.number });
    }
    return variants;
  }

  async #try(setting: Setting, what: string): Promise<Trial> {
    const before = this.#ground.trials.length;
    const trial = await this.#ground.try(setting);
    if (this.#ground.trials.length > before) {
      const came = 'problem' in trial.answered ? `not asked: ${trial.answered.problem.slice(0, 200)}` : 'asked';
      this.#request.events({ type: 'progress', message: `trial ${trial.number}, ${what}: ${came}` });
    }
    return trial;
  }

  #seen(index: number, right: Trial, wrong: Trial): Seen {
    const { finding } = this.#request.findings[index]!;
    for (const { answered } of [right, wrong]) {
      if ('problem' in answered) return { showing: 'unresolved', why: answered.problem, never: answered.never };
    }
    const [old, emulating] = [right, wrong].map(({ answered }) => 'outcomes' in answered && answered.outcomes[index]);
    if (!old || !emulating) throw new Error('a trial has an answer to every question');
    const { question, at } = finding.example;
    const shown = { old: question.inOld, emulating: question.inEmulating };
    const { class: fieldClass, elsewhere } = compareOutcomes(old, emulating, parseCauseField(at), shown);
    return seenIn(finding, { class: fieldClass, elsewhere, old: brief(old), emulating: brief(emulating) });
  }

  #record({ number, setting, log, answered }: Trial): TrialRecord {
    return {
      number,
      setting,
      ...('problem' in answered && { problem: answered.problem }),
      log: relative(this.#request.directory, log),
    };
  }
}

/** Few switches by name, many by number. */
function describe(items: readonly Switch[]): string {
  return items.length <= 3 ? formatSwitches(items) : `${items.length} switches, ${items[0]!.name} and so on`;
}
