import { describe, expect, it } from 'vitest';
import type { Observation } from '../../model/observation.js';
import { judge } from '../judge.js';
import { notes, storedAt, viewsFrom, violations } from '../testing/edit.js';
import type { Mutable } from '../testing/mutable.js';
import { rehearsal } from '../testing/rehearsal.js';
import { checksum } from '../testing/world.js';

type View = Mutable<Observation>;

describe('storage-version', () => {
  const POLICY = '/registry/mutatingadmissionpolicies/rehearse-w00';
  const subject = (version: string): string =>
    `admissionregistration.k8s.io/${version} MutatingAdmissionPolicy rehearse-w00`;

  function storeAs(views: View[], version: string): void {
    for (const view of views) {
      const value = storedAt(view, POLICY);
      value.apiVersion = `admissionregistration.k8s.io/${version}`;
      value.sha256 = checksum(value);
    }
  }

  it('trips on an object stored at an alpha version while a beta one is served', () => {
    const run = rehearsal();
    storeAs(viewsFrom(run, 1).slice(0, 1), 'v1alpha1');
    expect(violations(judge(run))).toEqual([`storage-version | ${subject('v1alpha1')}`]);
  });

  it('sees it at departure too', () => {
    const run = rehearsal();
    storeAs(viewsFrom(run, 5).slice(1), 'v1alpha1');
    expect(violations(judge(run))).toEqual([`storage-version | ${subject('v1alpha1')}`]);
  });

  it('has nothing against alpha where nothing better is served', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) {
      for (const each of view.surface.resources) {
        if (each.kind === 'MutatingAdmissionPolicy') each.groupVersion = 'admissionregistration.k8s.io/v1alpha1';
      }
      for (const each of view.served) {
        if (each.resource === 'mutatingadmissionpolicies') each.groupVersion = 'admissionregistration.k8s.io/v1alpha1';
      }
      for (const value of view.store) {
        if (value.kind === 'MutatingAdmissionPolicy') value.apiVersion = 'admissionregistration.k8s.io/v1alpha1';
      }
    }
    expect(violations(judge(run)).filter((each) => each.startsWith('storage-version'))).toEqual([]);
  });

  it('has nothing against the version a custom resource chooses', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) {
      for (const value of view.store) {
        if (value.kind === 'Widget') value.apiVersion = value.apiVersion.replace('/v1', '/v1alpha1');
      }
    }
    expect(judge(run).outcome).toBe('pass');
  });

  it('only notes a stored version that changed in a step', () => {
    const run = rehearsal();
    storeAs(viewsFrom(run, 2), 'v1');
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(notes(verdict)).toContain(`storage-version | ${subject('v1beta1')}`);
    expect(verdict.findings.filter(({ guarantee }) => guarantee === 'storage-version')).toMatchObject([
      {
        before: 'admissionregistration.k8s.io/v1beta1',
        after: 'admissionregistration.k8s.io/v1',
        step: '02-binary-upgrade',
      },
    ]);
  });
});
