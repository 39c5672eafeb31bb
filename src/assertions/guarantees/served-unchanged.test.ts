import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { alter, servedAs, stopOf, storedAt, viewsFrom, violations, withValue } from '../testing/edit.js';
import { ROLE } from '../testing/plant.js';
import { rehearsal } from '../testing/rehearsal.js';

describe('served-unchanged', () => {
  it.each([1, 5])('trips on a value that is served otherwise at stop %i while the data is the same', (index) => {
    const run = rehearsal();
    for (const view of viewsFrom(run, index)) {
      for (const object of servedAs(view, 'rehearse-w00', 'rehearse-w00', 'configmaps')) {
        object.content = withValue(object.content as never, ['data', 'colour'], 'pink');
      }
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['served-unchanged | v1 ConfigMap rehearse-w00/rehearse-w00']);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation')).toHaveLength(1);
  });

  it('trips on one version of an object, named by that version', () => {
    const run = rehearsal();
    const { arrival } = stopOf(run, 5);
    for (const object of servedAs(arrival, 'rehearse-w00', 'rehearse-w00', 'horizontalpodautoscalers')) {
      if (object.groupVersion === 'autoscaling/v1') object.content = withValue(object.content as never, ['spec'], null);
    }
    expect(violations(judge(run))).toEqual([
      'served-unchanged | autoscaling/v1 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
  });

  it('trips on an object that one version no longer lists', () => {
    const run = rehearsal();
    const { arrival } = stopOf(run, 5);
    arrival.served = arrival.served.filter(
      ({ groupVersion, name }) => groupVersion !== 'autoscaling/v1' || name !== 'rehearse-w00',
    );
    expect(violations(judge(run))).toEqual([
      'served-unchanged | autoscaling/v1 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
  });

  it('trips on an object that one version lists only now', () => {
    const run = rehearsal();
    const { departure } = stopOf(run, 4);
    departure.served = departure.served.filter(
      ({ groupVersion, name }) => groupVersion !== 'autoscaling/v1' || name !== 'rehearse-w00',
    );
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([
      'served-unchanged | autoscaling/v1 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      step: '05-binary-rollback',
      before: null,
      after: 'listed',
    });
  });

  it('trips on another revision of an object that was not written', () => {
    const run = rehearsal();
    for (const object of servedAs(stopOf(run, 5).arrival, '', 'system:default', 'clusterroles')) {
      object.content = withValue(object.content as never, ['metadata', 'resourceVersion'], '999');
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['served-unchanged | rbac.authorization.k8s.io/v1 ClusterRole system:default']);
  });

  it('follows the revision of an object that was rewritten without another meaning', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 5)) {
      storedAt(view, ROLE).modRevision = 999;
      for (const object of servedAs(view, '', 'system:default', 'clusterroles')) {
        object.content = withValue(object.content as never, ['metadata', 'resourceVersion'], '999');
      }
    }
    expect(judge(run).outcome).toBe('pass');
  });

  it('is not stopped by the noise in an object\u2019s data', () => {
    const run = rehearsal();
    for (const object of servedAs(stopOf(run, 5).arrival, 'kube-system', 'kube-scheduler', 'leases')) {
      object.content = withValue(object.content as never, ['spec', 'leaseDurationSeconds'], 99);
    }
    expect(violations(judge(run))).toEqual([
      'served-unchanged | coordination.k8s.io/v1 Lease kube-system/kube-scheduler',
    ]);
  });

  it('says nothing of objects whose data has changed', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) {
      alter(view, '/registry/horizontalpodautoscalers/rehearse-w00/rehearse-w00', (content) =>
        withValue(content, ['spec', 'size'], 7),
      );
      for (const object of servedAs(view, 'rehearse-w00', 'rehearse-w00', 'horizontalpodautoscalers')) {
        // the older version shows the same change elsewhere
        if (object.groupVersion === 'autoscaling/v1') {
          object.content = withValue(object.content as never, ['metadata', 'annotations'], { size: '7' });
        }
      }
    }
    expect(violations(judge(run))).toEqual([
      'content-unchanged | autoscaling/v2 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
  });
});
