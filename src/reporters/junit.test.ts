import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../model/verdict.js';
import { renderJunit } from './junit.js';
import { HOSTILE, sampleFinding, samplePlan, sampleVerdict } from './testing/sample-run.js';
import { readXml, type ReadElement } from './testing/strict-xml.js';
import { anyText } from './testing/any-text.js';

const read = (verdict: Partial<Verdict>) => readXml(renderJunit(samplePlan(), sampleVerdict(verdict)));
const cases = (root: ReadElement) => root.children.flatMap((suite) => suite.children);

function find(root: ReadElement, step: string, guarantee: string): ReadElement {
  const found = cases(root).filter(
    ({ attributes }) => attributes['classname'] === step && attributes['name'] === guarantee,
  );
  expect(found).toHaveLength(1);
  return found[0]!;
}

const results = (element: ReadElement) => element.children.map(({ name }) => name);

describe('renderJunit', () => {
  it('has a suite a stop and a case a guarantee', () => {
    const document = renderJunit(
      samplePlan({ steps: samplePlan().steps.slice(0, 2) }),
      sampleVerdict({
        outcome: 'fail',
        coverage: { replaced: 3, triple: 6, 'content-unchanged': 80 },
        findings: [sampleFinding()],
      }),
    );
    expect(document).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="ladder" tests="46" failures="2" errors="0" skipped="40">
        <testsuite name="00-baseline" tests="22" failures="0" errors="0" skipped="20">
          <testcase classname="00-baseline" name="binary">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="triple"/>
          <testcase classname="00-baseline" name="self-report">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="store-continues">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="discovery">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="gates">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="openapi">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="validation">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="admission">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="cel-new">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="corpus-complete">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="workloads">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="keys-accounted">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="keys-kept">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="content-unchanged"/>
          <testcase classname="00-baseline" name="storage-version">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="served-unchanged">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="default-objects">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="rollback">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="faults-landed">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="writes-kept">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="00-baseline" name="watches-complete">
            <skipped message="nothing was checked"/>
          </testcase>
        </testsuite>
        <testsuite name="01-binary-upgrade" tests="23" failures="1" errors="0" skipped="20">
          <testcase classname="01-binary-upgrade" name="replaced"/>
          <testcase classname="01-binary-upgrade" name="binary">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="triple"/>
          <testcase classname="01-binary-upgrade" name="self-report">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="store-continues">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="discovery">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="gates">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="openapi">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="validation">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="admission">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="cel-new">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="corpus-complete">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="workloads">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="keys-accounted">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="keys-kept">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="content-unchanged">
            <failure message="Stored content stays as it is unless somebody writes it: apps/v1 Deployment shop/web spec.replicas changed, and nobody wrote it" type="violation">violation: apps/v1 Deployment shop/web spec.replicas
        Stored content stays as it is unless somebody writes it: apps/v1 Deployment shop/web spec.replicas changed, and nobody wrote it
        before 3
        after  4
        see checkpoints/01-binary-upgrade/store-arrival.ndjson</failure>
          </testcase>
          <testcase classname="01-binary-upgrade" name="storage-version">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="served-unchanged">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="default-objects">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="rollback">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="faults-landed">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="writes-kept">
            <skipped message="nothing was checked"/>
          </testcase>
          <testcase classname="01-binary-upgrade" name="watches-complete">
            <skipped message="nothing was checked"/>
          </testcase>
        </testsuite>
        <testsuite name="run" tests="1" failures="1" errors="0" skipped="0">
          <testcase classname="run" name="verdict">
            <failure message="fail, 1 violation" type="fail"/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('makes a violation a failure and a missing check an error', () => {
    const root = read({
      outcome: 'fail',
      findings: [sampleFinding(), sampleFinding({ guarantee: 'gates', severity: 'inconclusive' })],
    });
    expect(results(find(root, '01-binary-upgrade', 'content-unchanged'))).toEqual(['failure']);
    expect(results(find(root, '01-binary-upgrade', 'gates'))).toEqual(['error']);
    expect(results(find(root, '02-emulation-upgrade', 'gates'))).toEqual([]);
  });

  it('gives a case with several findings one result, the worse, and keeps the text of all', () => {
    const findings = [
      sampleFinding({ severity: 'note', subject: 'noted' }),
      sampleFinding({ severity: 'inconclusive', subject: 'unseen' }),
      sampleFinding({ subject: 'broken' }),
    ];
    const element = find(read({ outcome: 'fail', findings }), '01-binary-upgrade', 'content-unchanged');
    expect(results(element)).toEqual(['failure', 'system-out']);
    expect(element.children[0]!.text).toMatch(/broken[^]*unseen/);
    expect(element.children[1]!.text).toContain('noted');
  });

  it('never shows a case as passed for which nothing was checked', () => {
    const root = read({
      outcome: 'inconclusive',
      coverage: { replaced: 1 },
      rollback: [{ step: '01-binary-upgrade', outcome: 'safe', facts: [] }],
    });
    expect(results(find(root, '01-binary-upgrade', 'replaced'))).toEqual([]);
    expect(results(find(root, '01-binary-upgrade', 'gates'))).toEqual(['skipped']);
    expect(results(find(root, '02-emulation-upgrade', 'replaced'))).toEqual(['skipped']);
  });

  it('skips what was not judged at a stop, and only that', () => {
    const root = read({ notJudged: ['02-emulation-upgrade: gates, discovery: the triple was not the one asked for'] });
    expect(results(find(root, '02-emulation-upgrade', 'gates'))).toEqual(['skipped']);
    expect(results(find(root, '02-emulation-upgrade', 'keys-kept'))).toEqual([]);
    expect(results(find(root, '01-binary-upgrade', 'gates'))).toEqual([]);
    expect(results(find(root, '03-emulation-rollback', 'rollback'))).toEqual(['skipped']);
  });

  it('skips at every later stop what an entry says was left out from a stop on', () => {
    const root = read({
      notJudged: ['01-binary-upgrade and every later stop: gates, keys-kept, because a component was not replaced'],
    });
    for (const step of ['01-binary-upgrade', '02-emulation-upgrade', '03-emulation-rollback']) {
      expect(results(find(root, step, 'keys-kept'))).toEqual(['skipped']);
    }
    expect(results(find(root, '00-baseline', 'keys-kept'))).toEqual([]);
    expect(results(find(root, '02-emulation-upgrade', 'triple'))).toEqual([]);
  });

  it('asks for a returning surface only where there is one', () => {
    const names = cases(read({}))
      .filter(({ attributes }) => attributes['name'] === 'surface-returns')
      .map(({ attributes }) => attributes['classname']);
    expect(names).toEqual(['03-emulation-rollback']);
  });

  it('is red for an inconclusive run that has no finding at all', () => {
    const root = read({ outcome: 'inconclusive' });
    expect(results(find(root, 'run', 'verdict'))).toEqual(['error']);
    expect(root.attributes['errors']).toBe('1');
  });

  it('loses no finding of a stop that the plan does not know', () => {
    const root = read({ outcome: 'fail', findings: [sampleFinding({ step: '' })] });
    expect(results(find(root, 'run', 'content-unchanged'))).toEqual(['failure']);
  });

  it('is well-formed and counts right whatever the names', () => {
    const nasty = fc.oneof(anyText(), fc.constantFrom(HOSTILE, 'x'.repeat(5_000), ']]>'));
    fc.assert(
      fc.property(nasty, nasty, fc.constantFrom('violation', 'inconclusive', 'note'), (a, b, severity) => {
        const findings = [
          sampleFinding({ subject: a, path: b, before: { [b]: a }, message: a, evidence: [b], severity }),
        ];
        const root = read({ outcome: 'fail', scenario: a, findings, notJudged: [b] });
        const all = cases(root);
        const having = (name: string) => String(all.filter((one) => results(one).includes(name)).length);
        expect(root.attributes).toMatchObject({
          tests: String(all.length),
          failures: having('failure'),
          errors: having('error'),
          skipped: having('skipped'),
        });
      }),
    );
  });
});
