import { describe, expect, it } from 'vitest';
import { describeFault } from '../model/fault.js';
import { FAULT_TYPES } from '../model/fault-kinds.js';
import { replacementOrder } from '../plan/order.js';
import { transitionPoints } from '../plan/points.js';
import { leftAt, type Case } from './case.js';
import { classesOf, stateKey } from './same-state.js';
import { caseOf, manyCases, upAndBack } from './testing/cases.js';

const ALL = upAndBack(FAULT_TYPES);
const MANY = manyCases();
const keyOf = (id: string): string => stateKey(caseOf(id, ALL));
const upgrade = (rest: string): string => keyOf(`2-binary-upgrade.${rest}`);

describe('the key of a case', () => {
  it('says in which state of which transition the fault acts, what it does and how it goes on', () => {
    expect(upgrade('kube-apiserver.during-spawn.kill-kube-scheduler.on')).toBe(
      '2-binary-upgrade: kube-apiserver away, kube-controller-manager old, kube-scheduler old; ends kube-scheduler; on',
    );
    expect(upgrade('kube-controller-manager.before-spawn.wrong-flag-kube-controller-manager.back')).toBe(
      '2-binary-upgrade: kube-apiserver new, kube-controller-manager down, kube-scheduler old; start of kube-controller-manager refused; back',
    );
    expect(keyOf('3-binary-rollback.kube-scheduler.after-stop.torn-wal.on')).toBe(
      '3-binary-rollback: kube-apiserver old, kube-controller-manager new, kube-scheduler away; torn-wal; on',
    );
  });

  it.each([
    ['stopped and about to be spawned', 'kube-apiserver.after-stop', 'kube-apiserver.before-spawn'],
    ['spawned and about to be waited for', 'kube-apiserver.after-spawn', 'kube-apiserver.before-ready'],
    ['one finished and the next one not begun', 'kube-apiserver.after-ready', 'kube-controller-manager.before-stop'],
  ])('is the same where no action lies between, on and back: %s', (_, first, second) => {
    for (const direction of ['on', 'back']) {
      for (const fault of [
        'kill-etcd',
        'terminate-kube-scheduler',
        'torn-wal',
        'disk-full',
        'crash-at-call-fdatasync',
      ]) {
        expect(upgrade(`${first}.${fault}.${direction}`)).toBe(upgrade(`${second}.${fault}.${direction}`));
      }
    }
  });

  it('is the same while it is waited for, when it goes on', () => {
    expect(upgrade('kube-apiserver.during-ready.kill-kube-apiserver.on')).toBe(
      upgrade('kube-apiserver.after-spawn.kill-kube-apiserver.on'),
    );
  });

  it('tells a way back from a component that is ready from one that is not', () => {
    expect(upgrade('kube-apiserver.during-ready.kill-etcd.back')).toBe(
      '2-binary-upgrade: kube-apiserver away, kube-controller-manager old, kube-scheduler old; kill etcd; back with kube-apiserver new',
    );
    expect(upgrade('kube-apiserver.after-spawn.kill-etcd.back')).not.toContain(' with ');
  });

  it('has three states of the component that is hit itself while it is replaced, and one of any other', () => {
    const keys = (fault: string): number => {
      const own = ['during-stop', 'after-stop', 'during-spawn', 'after-spawn', 'during-ready'].flatMap((moment) => {
        const id = `2-binary-upgrade.kube-scheduler.${moment}.${fault}.on`;
        return ALL.some((each) => each.id === id) ? [keyOf(id)] : [];
      });
      return new Set(own).size;
    };
    expect(keys('kill-etcd')).toBe(1);
    expect(keys('kill-kube-apiserver')).toBe(1);
    expect(keys('kill-kube-scheduler')).toBe(2);
    expect(keys('partition-controllers-kube-apiserver')).toBe(3);
    expect(keys('partition-kube-apiserver-etcd')).toBe(1);
  });

  it.each([
    ['kill-kube-scheduler', 'terminate-kube-scheduler'],
    ['pause-kube-apiserver', 'starve-kube-apiserver'],
    ['pause-etcd', 'starve-etcd'],
  ])('is the same for %s and %s, which leave the same', (first, second) => {
    const at = 'kube-controller-manager.after-stop';
    expect(upgrade(`${at}.${first}.on`)).toBe(upgrade(`${at}.${second}.on`));
  });

  it.each([
    ['kill-etcd', 'terminate-etcd'],
    ['kill-etcd', 'torn-wal'],
    ['kill-etcd', 'crash-at-call-fdatasync'],
    ['crash-at-call-fdatasync', 'crash-at-call-pwrite64'],
    ['kill-kube-scheduler', 'pause-kube-scheduler'],
    ['kill-kube-scheduler', 'kill-kube-apiserver'],
    ['partition-kube-apiserver-etcd', 'one-way-partition-kube-apiserver-etcd'],
    ['disk-full', 'disk-error'],
  ])('is another one for %s and %s, which do not', (first, second) => {
    const at = 'kube-controller-manager.after-stop';
    expect(upgrade(`${at}.${first}.on`)).not.toBe(upgrade(`${at}.${second}.on`));
  });

  it('puts the ten bent starts of a component into two effects', () => {
    const starts = ALL.filter(({ id }) =>
      /^2-.*kube-scheduler\.(after-stop|before-spawn)\..*-kube-scheduler\.on$/.test(id),
    ).filter(({ spec }) => !['kill', 'terminate', 'pause', 'starve', 'second-start'].includes(spec.type));
    expect(starts).toHaveLength(20);
    expect(new Set(starts.map(stateKey)).size).toBe(2);
  });

  it('takes a second start for the same wherever the first one is the same release, whoever else is replaced', () => {
    const keys = (component: string): Set<string> =>
      new Set(ALL.filter(({ id }) => new RegExp(`^2-.*second-start-${component}\\.on$`).test(id)).map(stateKey));
    expect([...keys('kube-scheduler')]).toEqual([
      '2-binary-upgrade: kube-scheduler old; second-start kube-scheduler; on',
      '2-binary-upgrade: kube-scheduler new; second-start kube-scheduler; on',
    ]);
    expect([...keys('etcd')]).toEqual(['2-binary-upgrade: second-start etcd; on']);
  });
});

describe('classes of cases', () => {
  const classes = classesOf(MANY);

  it('hold every case once, each under its own key, the first one standing for it', () => {
    expect(classes.flatMap(({ cases }) => cases.map(({ id, stop }) => `${stop} ${id}`)).sort()).toEqual(
      MANY.map(({ id, stop }) => `${stop} ${id}`).sort(),
    );
    expect(new Set(classes.map(({ key }) => key)).size).toBe(classes.length);
    expect(classes.filter(({ cases, representative }) => cases[0] !== representative)).toEqual([]);
    expect(classes.filter(({ cases, key }) => cases.some((each) => stateKey(each) !== key))).toEqual([]);
  });

  it('never mix transitions, directions, or what is hit', () => {
    const facts = ({ stop, transition, direction, spec }: Case): string => {
      const { type: _, ...target } = spec;
      return JSON.stringify([stop, transition, direction, target]);
    };
    expect(classes.filter(({ cases }) => new Set(cases.map(facts)).size > 1)).toEqual([]);
  });

  it('never mix what lies on both sides of a component that is replaced, unless the fault meets nobody', () => {
    const sides = ({ transition, point }: Case): string => {
      const order = replacementOrder(transition);
      const turn = order.findIndex((each) => point.startsWith(`${each}/`));
      if (point.endsWith('/before-stop')) return `before ${turn}`;
      return point.endsWith('/after-ready') ? `before ${turn + 1}` : `at ${turn}`;
    };
    const mixed = classes.filter(({ cases }) => new Set(cases.map(sides)).size > 1);
    expect(new Set(mixed.flatMap(({ cases }) => cases.map(({ spec }) => spec.type)))).toEqual(
      new Set(['second-start']),
    );
  });

  it('never mix ways back from a component that is ready and from one that is not', () => {
    const isFinished = ({ point }: Case): boolean => /\/(after-ready|before-stop)$/.test(leftAt(point));
    const back = classes.filter(
      ({ representative: { direction, spec } }) => direction === 'back' && spec.type !== 'second-start',
    );
    expect(back.length).toBeGreaterThan(300);
    expect(back.filter(({ cases }) => new Set(cases.map(isFinished)).size > 1)).toEqual([]);
  });

  it('never mix a component of its own that ends, has no process, and starts', () => {
    const own = classes.filter(({ representative: { spec, point } }) => {
      return 'component' in spec && point.startsWith(`${spec.component}/`) && spec.type !== 'second-start';
    });
    expect(own.length).toBeGreaterThan(50);
    for (const { cases } of own) {
      const positions = cases.map(
        ({ transition, point }) => transitionPoints(replacementOrder(transition)).indexOf(point) % 9,
      );
      // stop, spawn and ready, three points each: an action lies between the second and the third of each but the last
      const parts = positions.map((at) =>
        at === 0 ? 'settled' : at === 1 ? 'going' : at <= 4 ? 'down' : at <= 7 ? 'coming' : 'settled',
      );
      const neighbours = cases.filter(
        ({ spec, point }) => 'component' in spec && !point.startsWith(`${spec.component}/`),
      );
      expect(new Set(parts.slice(0, parts.length - neighbours.length)).size).toBe(1);
    }
  });

  it('are this many for phase 1 and back with all faults of processes and files', () => {
    const usual = classesOf(upAndBack());
    expect(usual).toHaveLength(352);
    expect(usual.flatMap(({ cases }) => cases)).toHaveLength(2156);
  });

  it('are the same for the same cases, whatever other kinds are explored beside them', () => {
    const few = classesOf(upAndBack(['kill', 'pause']));
    const more = new Map(classesOf(upAndBack(['kill', 'pause', 'torn-wal'])).map((each) => [each.key, each]));
    for (const { key, representative } of few) expect(more.get(key)?.representative.id).toBe(representative.id);
  });

  it('can be read: the fault of every case is in its key, or what it has in common with its like', () => {
    for (const { key, representative } of classes) {
      const named = /; (ends|holds|start of) /.test(key) ? representative.spec : describeFault(representative.spec);
      expect(key).toContain(typeof named === 'string' ? named : Object.values(named).at(-1));
    }
  });
});
