import { describe, expect, it } from 'vitest';
import type { LoadHistory, LoadOutcome, LoadVerb } from '../../model/load.js';
import { judge } from '../judge.js';
import { inconclusives, stopOf, violations } from '../testing/edit.js';
import { historyOf, PromisedServer } from '../testing/load.js';
import type { Mutable } from '../testing/mutable.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

const NAME = 'rehearse-load-x-1';
const SUBJECT = 'writes-kept | ConfigMap under load';

function runWith(load: LoadHistory): Run {
  const run = rehearsal();
  stopOf(run, 2).load = structuredClone(load) as Mutable<LoadHistory>;
  return run;
}

function loadOf(act: (server: PromisedServer) => void): Mutable<LoadHistory> {
  const server = new PromisedServer('configmaps');
  server.list();
  act(server);
  server.tell();
  return historyOf([server]) as Mutable<LoadHistory>;
}

function verdictOf(load: LoadHistory): { found: string[]; text: string } {
  const verdict = judge(runWith(load));
  const ofIt = verdict.findings.filter(({ guarantee }) => guarantee === 'writes-kept');
  return { found: violations(verdict), text: ofIt.map(({ message }) => message).join('\n') };
}

const life = (server: PromisedServer): void => {
  for (const verb of ['create', 'update', 'update', 'delete'] as const) server.write(verb, NAME);
};

describe('writes-kept', () => {
  it('holds where every acknowledged write happened, and counts writes and history', () => {
    const run = runWith(loadOf(life));
    const others = judge({ ...run, checkpoints: run.checkpoints.map(({ load: _, ...rest }) => rest) });
    expect(others.coverage['writes-kept']).toBe(0);
    const verdict = judge({
      ...run,
      checkpoints: run.checkpoints.map(({ load, ...rest }, at) => (at === 2 && load ? { ...rest, load } : rest)),
    });
    expect([violations(verdict), verdict.outcome, verdict.coverage['writes-kept']]).toEqual([[], 'pass', 8]);
  });

  it.each<[LoadVerb]>([['create'], ['update'], ['delete']])('misses an acknowledged %s', (verb) => {
    const load = loadOf(life);
    const at = load.log.findIndex((entry) => entry.verb === verb);
    load.log.splice(at, 1);
    const { found, text } = verdictOf(load);
    expect(found).toContain(SUBJECT);
    expect(text).toContain("was acknowledged and is not in etcd's history");
  });

  it('wants the content that was acknowledged', () => {
    const load = loadOf(life);
    load.log[1]!.mark = 'something else';
    const { text } = verdictOf(load);
    expect(text).toContain("was acknowledged and is not in etcd's history");
    expect(text).toContain('was never asked for');
  });

  it('wants the revision that was acknowledged', () => {
    const load = loadOf(life);
    load.writes[1]!.revision += 1;
    expect(verdictOf(load).text).toContain('was acknowledged at revision 103 and happened at 102');
  });

  it('finds a write that happened twice', () => {
    const load = loadOf(life);
    load.log.push({ ...load.log[1]!, revision: 200 });
    expect(verdictOf(load).text).toContain("is in etcd's history 2 times");
  });

  it.each<[LoadOutcome, boolean, boolean]>([
    ['taken', true, true],
    ['taken', false, false],
    ['refused', false, true],
    ['refused', true, false],
    ['unknown', true, true],
    ['unknown', false, true],
  ])('of a write that is %s, that it happened being %s is right: %s', (outcome, happens, isRight) => {
    const { found } = verdictOf(loadOf((server) => server.write('create', NAME, { happens, outcome })));
    expect(found.includes(SUBJECT)).toBe(!isRight);
  });

  it('lets an object be asked to go again where nobody was sure that it went', () => {
    const load = loadOf((server) => {
      server.write('create', NAME);
      server.write('delete', NAME, { outcome: 'unknown' });
      server.write('delete', NAME, { happens: false, outcome: 'refused' });
    });
    expect(verdictOf(load).found).toEqual([]);
  });

  it('takes no second refusal for an excuse', () => {
    const load = loadOf((server) => {
      server.write('create', NAME);
      server.write('delete', NAME, { outcome: 'refused' });
      server.write('delete', NAME, { happens: false, outcome: 'refused' });
    });
    expect(verdictOf(load).found).toEqual([SUBJECT]);
  });

  it('finds a change that nobody asked for', () => {
    const load = loadOf(life);
    load.log.push({ resource: 'configmaps', verb: 'update', name: NAME, mark: 'strange', revision: 300 });
    const { found, text } = verdictOf(load);
    expect(found).toContain(SUBJECT);
    expect(text).toContain('was never asked for');
  });

  it('does not take one resource for another', () => {
    const load = loadOf(life);
    for (const entry of load.log) entry.resource = 'secrets';
    expect(verdictOf(load).text).toContain("was acknowledged and is not in etcd's history");
  });

  it('is inconclusive where nothing was taken', () => {
    const load = loadOf((server) => server.write('create', NAME, { happens: false, outcome: 'refused' }));
    const verdict = judge(runWith(load));
    expect(verdict.outcome).toBe('inconclusive');
    expect(inconclusives(verdict).some((line) => line.startsWith('writes-kept'))).toBe(true);
  });

  it('is inconclusive where the history has a gap', () => {
    const load = loadOf(life);
    load.problems = [{ probe: 'load', subject: 'configmaps', message: 'etcd has compacted it' }];
    const verdict = judge(runWith(load));
    expect(inconclusives(verdict)).toEqual(['writes-kept | configmaps']);
    expect(verdict.outcome).toBe('inconclusive');
  });
});
