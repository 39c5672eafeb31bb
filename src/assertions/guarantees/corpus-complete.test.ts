import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { inconclusives, stopOf, violations } from '../testing/edit.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

function writeOf(run: Run, index: number, resource: string): Run['checkpoints'][number]['wave']['writes'][number] {
  const found = stopOf(run, index).wave.writes.find((write) => write.resource === resource);
  if (!found) throw new Error(`no write of ${resource}`);
  return found;
}

describe('corpus-complete', () => {
  it('names a persisted resource of which nothing was created', () => {
    const run = rehearsal();
    const { wave } = stopOf(run, 2);
    wave.writes = wave.writes.filter((write) => write.resource !== 'horizontalpodautoscalers');
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([]);
    expect(inconclusives(verdict)).toEqual(['corpus-complete | autoscaling/v1 horizontalpodautoscalers']);
    expect(verdict.outcome).toBe('inconclusive');
  });

  it('is content with one version of a resource, and with one of the two groups of Event', () => {
    const run = rehearsal();
    const written = new Set(
      stopOf(run, 2).wave.writes.map(({ groupVersion, resource }) => `${groupVersion} ${resource}`),
    );
    expect(written).not.toContain('autoscaling/v1 horizontalpodautoscalers');
    expect(written).not.toContain('events.k8s.io/v1 events');
    expect(judge(run).outcome).toBe('pass');
  });

  it('does not count a create that was refused', () => {
    const run = rehearsal();
    Object.assign(writeOf(run, 2, 'deployments'), { status: 422, message: 'is invalid' });
    const verdict = judge(run);
    expect(inconclusives(verdict)).toEqual([
      'corpus-complete | apps/v1 deployments',
      'corpus-complete | apps/v1 deployments rehearse-w02/rehearse-w02',
    ]);
    expect(verdict.findings.find(({ path }) => path === 'create')).toMatchObject({ before: '2xx', after: 422 });
    expect(verdict.findings.find(({ path }) => path === 'create')?.message).toContain('is invalid');
  });

  it('does not count a create that was only a try, and does not mind when a try is refused', () => {
    const run = rehearsal();
    writeOf(run, 2, 'deployments').required = false;
    expect(inconclusives(judge(run))).toEqual(['corpus-complete | apps/v1 deployments']);
    const other = rehearsal();
    stopOf(other, 2).wave.writes.push({
      ...writeOf(other, 2, 'deployments'),
      name: 'new-field',
      status: 422,
      required: false,
    });
    expect(judge(other).outcome).toBe('pass');
  });

  it('names a refused update of a resource that is covered', () => {
    const run = rehearsal();
    stopOf(run, 3).wave.writes.push({
      ...writeOf(run, 3, 'configmaps'),
      action: 'update',
      status: 409,
      message: 'conflict',
    });
    expect(inconclusives(judge(run))).toEqual(['corpus-complete | v1 configmaps rehearse-w03/rehearse-w03']);
  });

  it('names an acknowledged object that is not stored', () => {
    const run = rehearsal();
    stopOf(run, 5).wave.writes.push({ ...writeOf(run, 5, 'configmaps'), name: 'vanished' });
    expect(inconclusives(judge(run))).toEqual(['corpus-complete | v1 ConfigMap rehearse-w05/vanished']);
  });

  it('asks nothing of virtual resources, subresources and custom resources', () => {
    const { checked } = { checked: judge(rehearsal()).coverage['corpus-complete'] };
    expect(checked).toBeGreaterThan(0);
    expect(judge(rehearsal()).findings.filter(({ guarantee }) => guarantee === 'corpus-complete')).toEqual([]);
  });
});
