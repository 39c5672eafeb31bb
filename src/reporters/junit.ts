import { GUARANTEE_IDS, type GuaranteeId } from '../model/guarantee.js';
import type { Plan, PlannedStep } from '../model/plan.js';
import type { Finding, Verdict } from '../model/verdict.js';
import { shorten } from './layout.js';
import { printable, printableValue } from './printable.js';
import { rollbackAt, verdictLine } from './tally.js';
import { xmlDocument, type XmlElement } from './xml.js';

/**
 * junit.xml: a suite for every stop, in it a case for every guarantee that is asked for there. A violation is a failure; a check that
 * could not be made is an error, never a pass; a case nothing was checked for is skipped. Findings that
 * belong to no planned stop are in a suite named `run`.
 */
export function renderJunit(plan: Plan, verdict: Verdict): string {
  return junitDocument(verdict.scenario, junitSuites(plan, verdict));
}

/** A suite and how much is in it. */
export interface Suite {
  readonly element: XmlElement;
  readonly tally: Tally;
}

/** Suites as a file. */
export function junitDocument(name: string, suites: readonly Suite[]): string {
  const total = suites.map(({ tally }) => tally).reduce(add, NONE);
  return xmlDocument({
    name: 'testsuites',
    attributes: { name, ...total },
    content: suites.map(({ element }) => element),
  });
}

/** One run's suites; `prefix` stands before each name, so that those of several runs can be told apart. */
export function junitSuites(plan: Plan, verdict: Verdict, prefix = ''): Suite[] {
  const suites = plan.steps.map((step) => suite(`${prefix}${step.name}`, casesOf(step, plan, verdict, prefix)));
  const names = new Set(plan.steps.map(({ name }) => name));
  const elsewhere = verdict.findings.filter(({ step }) => !names.has(step));
  const ids = GUARANTEE_IDS.filter((id) => elsewhere.some(({ guarantee }) => guarantee === id));
  const cases = ids.map((id) =>
    judged(
      `${prefix}run`,
      id,
      elsewhere.filter(({ guarantee }) => guarantee === id),
    ),
  );
  return [...suites, suite(`${prefix}run`, [outcomeCase(verdict, `${prefix}run`), ...cases])];
}

/** Runs that should be there and are not: errors. */
export function missingSuite(missing: readonly string[]): Suite {
  return suite(
    'missing',
    missing.map((sentence) => ({
      element: {
        name: 'testcase',
        attributes: { classname: 'missing', name: sentence },
        content: [{ name: 'error', attributes: { message: sentence, type: 'missing' } }],
      },
      tally: { ...PASSED, errors: 1 },
    })),
  );
}

interface Tally {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Case {
  readonly element: XmlElement;
  readonly tally: Tally;
}

const PASSED: Tally = { tests: 1, failures: 0, errors: 0, skipped: 0 };
const NONE: Tally = { ...PASSED, tests: 0 };
const MESSAGE_WIDTH = 500;
const VALUE_WIDTH = 200;

function casesOf(step: PlannedStep, plan: Plan, verdict: Verdict, prefix: string): Case[] {
  const classname = `${prefix}${step.name}`;
  return GUARANTEE_IDS.filter((id) => isAsked(step, id)).map((id) => {
    const found = verdict.findings.filter((finding) => finding.step === step.name && finding.guarantee === id);
    if (found.some(({ severity }) => severity !== 'note')) return judged(classname, id, found);
    const reason = skipReason(step, id, plan, verdict);
    return reason === undefined ? judged(classname, id, found) : skipped(classname, id, reason);
  });
}

/** The baseline was reached by no move, and only a stop at a triple seen before has a surface to return to. */
function isAsked(step: PlannedStep, id: GuaranteeId): boolean {
  if (id === 'replaced') return step.transition !== 'baseline';
  return id !== 'surface-returns' || step.returnsTo !== undefined;
}

function skipReason(step: PlannedStep, id: GuaranteeId, plan: Plan, verdict: Verdict): string | undefined {
  const rollback = rollbackAt(verdict, step.name);
  if (rollback === undefined) return 'this stop was not reached';
  if (!verdict.coverage[id]) return 'nothing was checked';
  if (id === 'rollback' && rollback.outcome === 'not examined') return 'rollback was not examined at this stop';
  return verdict.notJudged.find((text) => mayConcern(text, step, id, plan));
}

/**
 * Whether a check that was left out may be this case, which then must not look passed. The entries are sentences: one
 * concerns the stops it names, and with "later" all that follow; of these the guarantees it names, or all of them.
 */
function mayConcern(text: string, step: PlannedStep, id: GuaranteeId, plan: Plan): boolean {
  const stops = plan.steps.filter(({ name }) => text.includes(name)).map(({ index }) => index);
  const follows = /\blater\b/.test(text) && stops.some((index) => index < step.index);
  if (!follows && !stops.includes(step.index)) return false;
  const named = GUARANTEE_IDS.filter((each) => new RegExp(`(?<![\\w-])${each}(?![\\w-])`).test(text));
  return named.length === 0 || named.includes(id);
}

/** The whole run as one case, so that no reader of this file alone can take an inconclusive run for a good one. */
function outcomeCase(verdict: Verdict, classname: string): Case {
  const attributes = { classname, name: 'verdict' };
  const message = { message: verdictLine(verdict), type: verdict.outcome };
  switch (verdict.outcome) {
    case 'pass':
      return { element: { name: 'testcase', attributes }, tally: PASSED };
    case 'fail':
      return {
        element: { name: 'testcase', attributes, content: [{ name: 'failure', attributes: message }] },
        tally: { ...PASSED, failures: 1 },
      };
    case 'inconclusive':
      return {
        element: { name: 'testcase', attributes, content: [{ name: 'error', attributes: message }] },
        tally: { ...PASSED, errors: 1 },
      };
  }
}

function judged(step: string, id: GuaranteeId, found: readonly Finding[]): Case {
  const violations = found.filter(({ severity }) => severity === 'violation');
  const missing = found.filter(({ severity }) => severity === 'inconclusive');
  const notes = found.filter(({ severity }) => severity === 'note');
  // The schema allows one result a case: the worse one, with the other's text behind it.
  const results = [...violations, ...missing];
  const first = results[0];
  const content: XmlElement[] = [];
  if (first) {
    const name = violations.length > 0 ? 'failure' : 'error';
    const message = shorten(printable(first.message), MESSAGE_WIDTH);
    content.push({ name, attributes: { message, type: first.severity }, content: { lines: results.flatMap(lines) } });
  }
  if (notes.length > 0) content.push({ name: 'system-out', attributes: {}, content: { lines: notes.flatMap(lines) } });
  return {
    element: { name: 'testcase', attributes: { classname: step, name: id }, content },
    tally: { ...PASSED, failures: violations.length > 0 ? 1 : 0, errors: first && violations.length === 0 ? 1 : 0 },
  };
}

function skipped(step: string, id: GuaranteeId, reason: string): Case {
  const content = [{ name: 'skipped', attributes: { message: shorten(printable(reason), MESSAGE_WIDTH) } }];
  return {
    element: { name: 'testcase', attributes: { classname: step, name: id }, content },
    tally: { ...PASSED, skipped: 1 },
  };
}

function lines(finding: Finding): string[] {
  const place = [finding.component, finding.subject, finding.path].filter((part) => part !== '').join(' ');
  return [
    `${finding.severity}: ${shorten(printable(place), MESSAGE_WIDTH)}`,
    `  ${shorten(printable(finding.message), MESSAGE_WIDTH)}`,
    `  before ${printableValue(finding.before, VALUE_WIDTH)}`,
    `  after  ${printableValue(finding.after, VALUE_WIDTH)}`,
    ...finding.evidence.map((path) => `  see ${printable(path)}`),
  ];
}

function suite(name: string, cases: readonly Case[]): Suite {
  const tally = cases.map((each) => each.tally).reduce(add, NONE);
  return {
    element: { name: 'testsuite', attributes: { name, ...tally }, content: cases.map(({ element }) => element) },
    tally,
  };
}

function add(a: Tally, b: Tally): Tally {
  return {
    tests: a.tests + b.tests,
    failures: a.failures + b.failures,
    errors: a.errors + b.errors,
    skipped: a.skipped + b.skipped,
  };
}
