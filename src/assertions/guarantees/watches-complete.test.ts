import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadHistory } from '../../model/load.js';
import { judge } from '../judge.js';
import { stopOf, violations } from '../testing/edit.js';
import { historyOf, PromisedServer } from '../testing/load.js';
import type { Mutable } from '../testing/mutable.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';
import { reachedStops } from '../stop.js';
import { watchesComplete } from './watches-complete.js';
import { writesKept } from './writes-kept.js';

const NAME = 'rehearse-load-x-1';
const SUBJECT = 'watches-complete | ConfigMap under load';

type History = Mutable<LoadHistory>;

function runWith(load: LoadHistory): Run {
  const run = rehearsal();
  stopOf(run, 2).load = structuredClone(load) as History;
  return run;
}

/** What the guarantees say of a history, without all the rest of a run. */
function detailsOf(load: LoadHistory): string[] {
  const stop = reachedStops(runWith(load))[2]!;
  return [writesKept, watchesComplete].flatMap((each) => each.check(stop).differences.map(({ detail }) => detail));
}

function loadOf(act: (server: PromisedServer) => void): History {
  const server = new PromisedServer('configmaps');
  server.list();
  act(server);
  return historyOf([server]) as History;
}

const life = (server: PromisedServer): void => {
  for (const verb of ['create', 'update', 'update', 'delete'] as const) server.write(verb, NAME);
  server.tell();
};

describe('watches-complete', () => {
  it('holds where the watch shows everything, and counts events and lists', () => {
    const verdict = judge(runWith(loadOf(life)));
    expect([violations(verdict), verdict.outcome]).toEqual([[], 'pass']);
    expect(watchesComplete.check(reachedStops(runWith(loadOf(life)))[2]!).checked).toBe(5);
  });

  it.each([1, 2, 3, 4])('misses event %i', (at) => {
    const load = loadOf(life);
    load.watches.splice(at, 1);
    expect(violations(judge(runWith(load)))).toEqual([SUBJECT]);
    expect(detailsOf(load)).toEqual(['was never shown by the watch']);
  });

  it('needs no event of what a later list shows', () => {
    const load = loadOf((server) => {
      server.write('create', NAME);
      server.breakOff();
      server.write('update', NAME);
      server.list();
      server.write('delete', NAME);
      server.tell();
    });
    expect(detailsOf(load)).toEqual([]);
  });

  it.each<[string, (load: History) => void, string]>([
    ['lacks an object', (load) => void listed(load).objects.pop(), `lacks ${NAME}`],
    [
      'has one that is gone',
      (load) => void listed(load).objects.push({ name: 'gone', mark: 'x', revision: 1 }),
      'has gone at revision 1, which it was not',
    ],
    [
      'has an old version',
      (load) => void (listed(load).objects[0]!.mark = 'older'),
      `has ${NAME} at revision 101, which it was not`,
    ],
  ])('wants a list to be a state that was: one that %s', (_, change, detail) => {
    const load = loadOf((server) => {
      server.write('create', NAME);
      server.list();
    });
    change(load);
    expect(detailsOf(load)).toEqual([detail]);
  });

  it('wants a list to have what was acknowledged before it was asked for', () => {
    const load = loadOf((server) => {
      server.write('create', NAME);
      server.tell();
      server.list();
    });
    const list = listed(load);
    list.revision = 100;
    list.objects = [];
    expect(detailsOf(load)[0]).toBe('a list is of revision 100, though 101 was known');
  });

  it('finds an event that is shown twice, or after a later one', () => {
    const load = loadOf(life);
    load.watches.push(structuredClone(load.watches[1]!));
    expect(detailsOf(load)).toEqual(['was shown at revision 101, after 104']);
  });

  it('finds an event of what never was', () => {
    const load = loadOf(life);
    load.watches.push({ type: 'event', resource: 'configmaps', verb: 'create', name: 'x', mark: 'y', revision: 500 });
    expect(detailsOf(load)).toEqual(["was shown and is not in etcd's history"]);
  });

  it('wants each event to be what happened', () => {
    const load = loadOf(life);
    const event = load.watches[2]!;
    if (event.type === 'event') event.mark = 'older';
    expect(detailsOf(load)).toEqual([`was shown as update ${NAME}, version older`]);
  });

  it('wants a watch of every resource that was written', () => {
    const load = loadOf(life);
    load.watches = [];
    expect(detailsOf(load)).toEqual(Array.from({ length: 4 }, () => 'was never shown by the watch'));
  });
});

/** What a client and a server may do to each other. */
const MOVE = fc.constantFrom('create', 'update', 'delete', 'lost', 'refused', 'tell', 'break', 'list' as const);

function played(moves: readonly string[]): History {
  const server = new PromisedServer('configmaps');
  server.list();
  let count = 0;
  for (const move of moves) {
    const newest = server.newest;
    if (move === 'tell') server.tell();
    else if (move === 'break') server.breakOff();
    else if (move === 'list') server.list();
    else if (move === 'update' && newest) server.write('update', newest);
    else if (move === 'delete' && newest) server.write('delete', newest);
    else {
      const name = `rehearse-load-x-${(count += 1)}`;
      const refused = { happens: false, outcome: 'refused' } as const;
      server.write('create', name, move === 'refused' ? refused : { outcome: move === 'lost' ? 'unknown' : 'taken' });
    }
  }
  server.write('create', 'rehearse-load-x-end');
  server.write('delete', 'rehearse-load-x-end');
  server.tell();
  return historyOf([server]) as History;
}

/** Building a run takes longer than judging it. */
const PATIENCE = { timeout: 60_000 };
const MOVES = fc.array(MOVE, { maxLength: 25 });

describe('a load on a server that does what it promises', PATIENCE, () => {
  it('has nothing wrong with it, however they meet', () => {
    fc.assert(
      fc.property(MOVES, (moves) => {
        expect(detailsOf(played(moves))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has something wrong with it once an event is left out, doubled or another one', () => {
    fc.assert(
      fc.property(MOVES, fc.nat(), fc.constantFrom('drop', 'double', 'change'), (moves, choice, how) => {
        const load = played(moves);
        const events = [...load.watches.keys()].filter((at) => {
          const later = load.watches.slice(at + 1).some(({ type }) => type === 'listed');
          // what a later list makes up for need not be shown
          return load.watches[at]?.type === 'event' && !(how === 'drop' && later);
        });
        const at = events[choice % events.length]!;
        const event = load.watches[at]!;
        if (how === 'drop') load.watches.splice(at, 1);
        else if (how === 'double') load.watches.splice(at, 0, structuredClone(event));
        else if (event.type === 'event') event.name += '-other';
        expect(detailsOf(load)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has something wrong with it once etcd has lost what was acknowledged', () => {
    fc.assert(
      fc.property(MOVES, fc.nat(), (moves, choice) => {
        const load = played(moves);
        const taken = load.log.filter(({ mark, verb, name }) =>
          load.writes.some(
            (write) => write.outcome === 'taken' && write.verb === verb && write.name === name && write.mark === mark,
          ),
        );
        load.log.splice(load.log.indexOf(taken[choice % taken.length]!), 1);
        expect(detailsOf(load)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

function listed(load: History): Mutable<Extract<LoadHistory['watches'][number], { type: 'listed' }>> {
  const list = load.watches.findLast(({ type }) => type === 'listed');
  if (list?.type !== 'listed') throw new Error('nothing was listed');
  return list;
}
