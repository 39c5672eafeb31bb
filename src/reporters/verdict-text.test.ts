import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import { displayWidth } from './layout.js';
import { HOSTILE, sampleEntry, sampleFinding, samplePlan, sampleVerdict } from './testing/sample-run.js';
import { renderVerdict } from './verdict-text.js';
import { anyText } from './testing/any-text.js';

const noise = [{ subject: 'coordination.k8s.io/v1 Lease kube-system/x', path: 'spec.renewTime', explained: 8 }];
const met = (step: string) => ({ entry: sampleEntry(), step, before: ['get'], after: ['get', 'list'] });

describe('renderVerdict', () => {
  it('names every accepted difference with its source and ends with the verdict', () => {
    const verdict = sampleVerdict({
      expected: [met('01-binary-upgrade'), met('03-emulation-rollback')],
      findings: [
        sampleFinding({
          severity: 'note',
          guarantee: 'storage-version',
          message: 'Stored versions are readable: apps/v1 Deployment shop/web is newer',
        }),
        sampleFinding({ severity: 'note', guarantee: 'storage-version', subject: 'x' }),
      ],
      unmatched: ['some-entry'],
      noise,
    });
    expect(renderVerdict(samplePlan(), verdict, { directory: '/runs/one' })).toMatchInlineSnapshot(`
      "ladder: 1.36.3 -> 1.37.2, etcd 3.6.8
        stop                   version                                   rollback to 1.36.3
        00-baseline            1.36.3 (emulating 1.36, min-compat 1.35)  safe
        01-binary-upgrade      1.37.2 (emulating 1.36, min-compat 1.35)  safe
        02-emulation-upgrade   1.37.2 (emulating 1.37, min-compat 1.36)  lossy, 2 facts
        03-emulation-rollback  1.37.2 (emulating 1.36, min-compat 1.35)  not examined

      checked
        replaced           10
        binary             11
        triple             12
        self-report        13
        store-continues    14
        discovery          15
        gates              16
        openapi            17
        validation         18
        admission          19
        cel-new            20
        surface-returns    21
        corpus-complete    22
        workloads          23
        keys-accounted     24
        keys-kept          25
        content-unchanged  26
        storage-version    27
        served-unchanged   28
        default-objects    29
        rollback           30
        faults-landed      31
        writes-kept        32
        watches-complete   33

      accepted upstream differences: 1
        content-unchanged: rbac.authorization.k8s.io/v1 ClusterRole system:node rules[4].verbs
          The new release reconciles this default role when it starts.
          at 01-binary-upgrade, 03-emulation-rollback
          source: https://example.org/kubernetes/policy.go

      notes: 2, see summary.md
        storage-version  2  Stored versions are readable

      ledger entries that matched nothing: 1
        some-entry

      noise: 1 place that a restart with identical flags changes too; they explain 8 differences
      (summary.md names them)

      run directory: /runs/one

      pass, 1 accepted upstream difference
      "
    `);
  });

  it('groups violations by guarantee, then subject, with path, before and after at every stop', () => {
    const findings = [
      sampleFinding(),
      sampleFinding({ step: '02-emulation-upgrade', before: 4, after: 5 }),
      sampleFinding({
        guarantee: 'keys-kept',
        subject: '/registry/pods/shop/web-0',
        path: '',
        before: { spec: 'x'.repeat(200) },
        after: null,
        message: 'Every key is kept: /registry/pods/shop/web-0 is gone',
        evidence: [],
      }),
      sampleFinding({
        guarantee: 'rollback',
        severity: 'inconclusive',
        message: 'A rollback is as promised: apps/v1 Deployment shop/web gave no answer',
      }),
    ];
    const verdict = sampleVerdict({ outcome: 'fail', findings, notJudged: ['02: gates, the triple was another'] });
    const text = renderVerdict(samplePlan(), verdict, { width: 80 });
    expect(text.slice(text.indexOf('violations'))).toMatchInlineSnapshot(`
      "violations: 3
        keys-kept: Every key is kept
          /registry/pods/shop/web-0
            01-binary-upgrade  {"spec":"xxxxxxxxxxxxxxxx… -> null
              is gone
        content-unchanged: Stored content stays as it is unless somebody writes it
          apps/v1 Deployment shop/web
            01-binary-upgrade  spec.replicas: 3 -> 4
              changed, and nobody wrote it
            02-emulation-upgrade  spec.replicas: 4 -> 5
              changed, and nobody wrote it
            see checkpoints/01-binary-upgrade/store-arrival.ndjson

      checks that could not be made: 1
        rollback: A rollback is as promised
          apps/v1 Deployment shop/web
            01-binary-upgrade  spec.replicas: 3 -> 4
              gave no answer
            see checkpoints/01-binary-upgrade/store-arrival.ndjson

      not judged: 1
        02: gates, the triple was another

      fail, 3 violations
      "
    `);
  });

  it('says that nothing was checked for a guarantee without coverage, and which stops were not reached', () => {
    const text = renderVerdict(samplePlan(), sampleVerdict({ outcome: 'inconclusive', coverage: {}, rollback: [] }));
    for (const id of GUARANTEE_IDS) expect(text).toMatch(new RegExp(`^  ${id} +0$`, 'm'));
    expect(text.match(/not reached/g)).toHaveLength(samplePlan().steps.length);
    expect(text.endsWith('\n\ninconclusive\n')).toBe(true);
  });

  it('counts what it leaves out of a long list', () => {
    const findings = Array.from({ length: 40 }, (_, at) => sampleFinding({ subject: `v1 Pod shop/web-${at}` }));
    const text = renderVerdict(samplePlan(), sampleVerdict({ outcome: 'fail', findings }));
    expect(text).toContain('and 28 more subjects in verdict.json');
    expect(text).toContain('\nfail, 40 violations\n');
  });

  it('uses colour only when asked', () => {
    expect(renderVerdict(samplePlan(), sampleVerdict())).not.toContain('\u001b');
    expect(renderVerdict(samplePlan(), sampleVerdict(), { color: true })).toContain('\u001b[32mpass\u001b[39m\n');
  });

  it('stays within the width and lets no control character through, whatever the names', () => {
    const nasty = fc.oneof(anyText(), fc.constantFrom(HOSTILE, 'x'.repeat(5_000)));
    fc.assert(
      fc.property(nasty, nasty, fc.integer({ min: 40, max: 120 }), (a, b, width) => {
        const findings = [
          sampleFinding({ subject: a, path: b, before: b, after: { [a]: b }, message: b, evidence: [a], step: a }),
          sampleFinding({ severity: 'note', message: a }),
        ];
        const verdict = sampleVerdict({
          outcome: 'fail',
          scenario: a,
          findings,
          expected: [{ ...met(a), entry: sampleEntry({ id: a, subject: b, reason: a, source: b }) }],
          unmatched: [a],
          notJudged: [b],
        });
        const steps = samplePlan().steps.map((step) => ({ ...step, name: `${step.name}${a}` }));
        const text = renderVerdict(samplePlan({ steps }), verdict, { width, directory: a });
        for (const line of text.split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        }
      }),
      { numRuns: 25 },
    );
  });
});
