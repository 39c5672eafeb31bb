import { describe, expect, it } from 'vitest';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import type { Verdict } from '../model/verdict.js';
import { judge } from './judge.js';
import { notes } from './testing/edit.js';
import { rehearsal } from './testing/rehearsal.js';

describe('a clean run', () => {
  const verdict = (): Verdict => judge(rehearsal());

  it('passes, and its only findings are notes on what the emulation rollback leaves behind', () => {
    const { findings, outcome } = verdict();
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(notes({ findings })).toEqual([
      'keys-accounted | certificates.k8s.io/v1beta1 PodCertificateRequest rehearse-w03/rehearse-w03',
    ]);
    expect(outcome).toBe('pass');
  });

  it('has checked something for every guarantee but that about faults, of which it has none', () => {
    const { coverage } = verdict();
    expect(Object.keys(coverage)).toEqual([...GUARANTEE_IDS]);
    const { 'faults-landed': faults, ...others } = coverage;
    expect(faults).toBe(0);
    for (const [id, count] of Object.entries(others)) expect(count, id).toBeGreaterThan(0);
  });

  it('names what a restart changes as noise', () => {
    expect(verdict().noise).toMatchInlineSnapshot(`
      [
        {
          "explained": 4,
          "path": "metadata.managedFields[kube-controller-manager Update coordination.k8s.io/v1].time",
          "subject": "coordination.k8s.io/v1 Lease kube-system/kube-controller-manager",
        },
        {
          "explained": 4,
          "path": "spec.holderIdentity",
          "subject": "coordination.k8s.io/v1 Lease kube-system/kube-controller-manager",
        },
        {
          "explained": 4,
          "path": "spec.renewTime",
          "subject": "coordination.k8s.io/v1 Lease kube-system/kube-controller-manager",
        },
        {
          "explained": 4,
          "path": "metadata.managedFields[kube-scheduler Update coordination.k8s.io/v1].time",
          "subject": "coordination.k8s.io/v1 Lease kube-system/kube-scheduler",
        },
        {
          "explained": 4,
          "path": "spec.holderIdentity",
          "subject": "coordination.k8s.io/v1 Lease kube-system/kube-scheduler",
        },
        {
          "explained": 4,
          "path": "spec.renewTime",
          "subject": "coordination.k8s.io/v1 Lease kube-system/kube-scheduler",
        },
        {
          "explained": 4,
          "path": "",
          "subject": "v1 Event kube-system/(LeaderElection of Lease kube-system/kube-controller-manager by kube-controller-manager)",
        },
        {
          "explained": 4,
          "path": "",
          "subject": "v1 Event kube-system/(LeaderElection of Lease kube-system/kube-scheduler by kube-scheduler)",
        },
      ]
    `);
  });
});
