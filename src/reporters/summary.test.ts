import { describe, expect, it } from 'vitest';
import type { Verdict } from '../model/verdict.js';
import { HOSTILE, sampleEntry, sampleFinding, sampleInfo, samplePlan, sampleVerdict } from './testing/sample-run.js';
import { renderSummary } from './summary.js';

const render = (verdict: Partial<Verdict>) => renderSummary(samplePlan(), sampleVerdict(verdict), sampleInfo());

describe('renderSummary', () => {
  it('tells a passing run whole: ladder, point of no return, accepted differences, how to repeat it', () => {
    const met = (step: string) => ({ entry: sampleEntry(), step, before: ['get'], after: ['get', 'list'] });
    expect(
      render({
        expected: [met('01-binary-upgrade'), met('03-emulation-rollback')],
        unmatched: ['some-entry'],
        noise: [{ subject: 'coordination.k8s.io/v1 Lease kube-system/x', path: 'spec.renewTime', explained: 8 }],
      }),
    ).toMatchInlineSnapshot(`
      "# ladder: pass, 1 accepted upstream difference

      Kubernetes 1.36.3 to 1.37.2 on etcd 3.6.8, 4 stops.

      ## The ladder

      | stop | version | rollback to 1.36.3 |
      | --- | --- | --- |
      | \`00-baseline\` | 1.36.3 (emulating 1.36, min-compat 1.35) | safe |
      | \`01-binary-upgrade\` | 1.37.2 (emulating 1.36, min-compat 1.35) | safe |
      | \`02-emulation-upgrade\` | 1.37.2 (emulating 1.37, min-compat 1.36) | lossy: 1 field-lost, 1 orphaned |
      | \`03-emulation-rollback\` | 1.37.2 (emulating 1.36, min-compat 1.35) | not examined |

      ## The point of no return

      The first stop from which going back to 1.36.3 loses something is \`02-emulation-upgrade\`. 1 stop was not examined.

      ## Accepted upstream differences

      - **node-reader-role** (content-unchanged): \`rbac.authorization.k8s.io/v1 ClusterRole system:node\` \`rules[4].verbs\` at \`01-binary-upgrade\`, \`03-emulation-rollback\`. The new release reconciles this default role when it starts. Source: <https://example.org/kubernetes/policy.go>

      ## What a rollback would cost

      From \`02-emulation-upgrade\` (lossy):

      - field-lost \`v1 Pod shop/web-0\` \`spec.newField\`: \`{"a":1}\` → \`null\`: gone after the first rewrite
      - orphaned \`/registry/devicetaintrules/one\`

      ## Coverage

      | guarantee | checked |
      | --- | --- |
      | replaced | 10 |
      | binary | 11 |
      | triple | 12 |
      | self-report | 13 |
      | store-continues | 14 |
      | discovery | 15 |
      | gates | 16 |
      | openapi | 17 |
      | validation | 18 |
      | admission | 19 |
      | cel-new | 20 |
      | surface-returns | 21 |
      | corpus-complete | 22 |
      | workloads | 23 |
      | keys-accounted | 24 |
      | keys-kept | 25 |
      | content-unchanged | 26 |
      | storage-version | 27 |
      | served-unchanged | 28 |
      | default-objects | 29 |
      | rollback | 30 |
      | faults-landed | 31 |
      | writes-kept | 32 |
      | watches-complete | 33 |

      ## Noise

      What a restart with identical flags changes too, measured in this run:

      - \`coordination.k8s.io/v1 Lease kube-system/x\` \`spec.renewTime\`: explains 8 differences

      ## Ledger entries that matched nothing

      - \`some-entry\`

      ## Repeat it

      Seed 7, Kubernetes 1.36.3 and 1.37.2, etcd 3.6.8, kube-rehearse 0.1.0.

      \`\`\`
      kube-rehearse run scenarios/reference/ladder.yaml --provider local --from 1.36.3 --to 1.37.2 --seed 7 --binaries '1.37=my builds'
      \`\`\`
      "
    `);
  });

  it('lists violations, missing checks and notes apart, each with stop, place, change and evidence', () => {
    const text = render({
      outcome: 'fail',
      findings: [
        sampleFinding(),
        sampleFinding({
          severity: 'inconclusive',
          guarantee: 'rollback',
          path: '',
          message: 'A rollback is as promised: apps/v1 Deployment shop/web gave no answer',
        }),
        sampleFinding({ severity: 'note', guarantee: 'storage-version', evidence: [] }),
      ],
      notJudged: ['02-emulation-upgrade: gates'],
    });
    expect(text.slice(text.indexOf('## Violations'), text.indexOf('## What'))).toMatchInlineSnapshot(`
      "## Violations

      **content-unchanged** (1): Stored content stays as it is unless somebody writes it

      - \`01-binary-upgrade\` \`apps/v1 Deployment shop/web\` \`spec.replicas\` changed, and nobody wrote it: \`3\` → \`4\`, see \`checkpoints/01-binary-upgrade/store-arrival.ndjson\`

      ## Checks that could not be made

      **rollback** (1): A rollback is as promised

      - \`01-binary-upgrade\` \`apps/v1 Deployment shop/web\` gave no answer: \`3\` → \`4\`, see \`checkpoints/01-binary-upgrade/store-arrival.ndjson\`

      ## Not judged

      - 02-emulation-upgrade: gates

      "
    `);
  });

  it('names every accepted difference, however many', () => {
    const expected = Array.from({ length: 70 }, (_, at) => ({
      entry: sampleEntry({ id: `entry-${at}` }),
      step: '01-binary-upgrade',
      before: null,
      after: 1,
    }));
    const text = render({ expected });
    for (const { entry } of expected) expect(text).toContain(`**${entry.id}**`);
  });

  it('counts what it leaves out of a long list of findings', () => {
    const findings = Array.from({ length: 60 }, (_, at) => sampleFinding({ subject: `pod-${at}` }));
    expect(render({ outcome: 'fail', findings })).toContain('- and 10 more in verdict.json');
  });

  it('stays one well-built page when every name is hostile', () => {
    const text = render({
      outcome: 'fail',
      scenario: HOSTILE,
      findings: [sampleFinding({ subject: HOSTILE, path: HOSTILE, before: HOSTILE, after: HOSTILE, message: HOSTILE })],
      notJudged: [HOSTILE],
      unmatched: [HOSTILE],
    });
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
    // HTML may only stand inside code spans.
    const outsideCode = text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(outsideCode).not.toMatch(/(?<!\\)<script/);
  });

  it('notes the kinds of which objects set too few fields, and only those', () => {
    const share = (kind: string, set: number) => ({ kind, objects: 2, fields: 1000, set });
    const text = render({ fieldShares: [share('v1 Node', 0), share('v1 | Pod', 699), share('v1 Secret', 700)] });
    expect(text).toContain('set at least 70 % of the fields of 1 of 3 kinds. Of the others');
    expect(text).toContain('| `v1 Node` | 2 | 0 of 1000 | 0 % |');
    expect(text).toContain('699 of 1000 | 69 % |');
    expect(text).not.toContain('v1 Secret');
  });

  it('has one sentence where every kind is well filled, and nothing where no baseline was seen', () => {
    const text = render({ fieldShares: [{ kind: 'v1 Secret', objects: 1, fields: 4, set: 4 }] });
    expect(text).toContain('set at least 70 % of the fields of 1 of 1 kind.\n');
    expect(text).not.toContain('Of the others');
    expect(render({})).not.toContain('How well kinds are filled');
  });
});
