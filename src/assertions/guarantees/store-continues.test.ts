import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { alter, remove, stopOf, storedAt, viewsFrom, violations } from '../testing/edit.js';
import { CONFIG_MAP, ROLE } from '../testing/plant.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

/** Everything from a stop's arrival on as a store would show it that was put back to what an earlier stop was left with. */
function restored(run: Run, index: number, from: number): void {
  const [arrival] = viewsFrom(run, index);
  const { store, served } = structuredClone(stopOf(run, from).departure);
  Object.assign(arrival as object, { store, served });
}

describe('store-continues', () => {
  it.each([2, 4])('trips alone when stop %i finds the data of an earlier one', (index) => {
    const run = rehearsal();
    restored(run, index, index - 2);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['store-continues | etcd']);
    const found = verdict.findings.filter(({ severity }) => severity === 'violation');
    expect(found).toHaveLength(1);
    const { name } = run.plan.steps[index] ?? { name: '' };
    expect(found[0]).toMatchObject({ step: name, path: 'revision', component: 'etcd' });
    expect(Number(found[0]?.after)).toBeLessThan(Number(found[0]?.before));
    expect(found[0]?.evidence).toEqual([
      `checkpoints/${run.plan.steps[index - 1]?.name}/store-departure.ndjson`,
      `checkpoints/${name}/store-arrival.ndjson`,
    ]);
    expect(verdict.notJudged.join('\n')).toContain(`${name} and every later stop: `);
    expect(verdict.notJudged.join('\n')).toContain('because store-continues is broken by etcd');
  });

  it('names the first of the keys and says how many there are', () => {
    const run = rehearsal();
    const { arrival } = stopOf(run, 2);
    for (const key of [ROLE, CONFIG_MAP]) storedAt(arrival, key).modRevision -= 1;
    const was = storedAt(stopOf(run, 1).departure, ROLE).modRevision;
    expect(judge(run).findings[0]?.message).toBe(
      'A step goes on with the same store, where the revision of no key goes back: ' +
        `etcd revision of 2 keys went back, that of ${ROLE} from ${was} to ${was - 1}`,
    );
  });

  it('trips when a key is as it was, but was created earlier than it was', () => {
    const run = rehearsal();
    storedAt(stopOf(run, 3).arrival, CONFIG_MAP).createRevision -= 1;
    expect(violations(judge(run))).toEqual(['store-continues | etcd']);
  });

  it('does not mind a key that is written, removed or made again', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) {
      alter(view, CONFIG_MAP, (content) => ({ ...content, data: {} }));
      const value = storedAt(view, CONFIG_MAP);
      value.modRevision += 1000;
      value.createRevision += 1000;
    }
    for (const view of viewsFrom(run, 3)) remove(view, ROLE);
    expect(violations(judge(run)).filter((each) => each.startsWith('store-continues'))).toEqual([]);
  });

  it('finds every key that goes back, however little', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.nat(1000),
        fc.integer({ min: 1, max: 50 }),
        (index, choice, by) => {
          const run = rehearsal();
          const { store } = stopOf(run, index).arrival;
          const kept = store.filter(({ key }) => stopOf(run, index - 1).departure.store.some((was) => was.key === key));
          const value = kept[choice % kept.length];
          if (!value) throw new Error('nothing is kept');
          const was = storedAt(stopOf(run, index - 1).departure, value.key);
          value.modRevision = was.modRevision - by;
          expect(violations(judge(run))).toEqual(['store-continues | etcd']);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('checks every key that both stops have', () => {
    const run = rehearsal();
    const count = (): number => judge(run).coverage['store-continues'] ?? 0;
    const before = count();
    for (const view of viewsFrom(run, 1)) remove(view, CONFIG_MAP);
    expect(count()).toBe(before - 5);
  });
});
