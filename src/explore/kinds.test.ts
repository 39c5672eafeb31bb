import { describe, expect, it } from 'vitest';
import { FAULT_TYPES, faultKind } from '../model/fault-kinds.js';
import { BadInputError } from '../support/errors.js';
import { FAULT_GROUPS, USUAL_FAULTS, groupOf, kindsNamed } from './kinds.js';

describe('the groups of faults', () => {
  it('hold every kind once, and none is empty', () => {
    const all = FAULT_GROUPS.map((group) => kindsNamed([group]));
    expect(all.flat().sort()).toEqual([...FAULT_TYPES].sort());
    expect(all.every((kinds) => kinds.length > 0)).toBe(true);
  });

  it('are of processes and of files unless told', () => {
    expect(kindsNamed(USUAL_FAULTS)).toEqual([
      'kill',
      'terminate',
      'pause',
      'wrong-flag',
      'illegal-triple',
      'removed-gate',
      'second-start',
      'certificate-expired',
      'certificate-not-yet-valid',
      'certificate-wrong-authority',
      'certificate-wrong-name',
      'binary-truncated',
      'binary-altered',
      'binary-missing',
      'torn-wal',
      'starve',
    ]);
  });

  it('put what hits links, the API and calls where it hits', () => {
    for (const type of FAULT_TYPES) {
      const { hits } = faultKind(type);
      if (hits === 'link' || hits === 'api') expect(groupOf(type)).toBe(hits);
      if (hits === 'call') expect(groupOf(type)).toBe('disk');
    }
    expect(kindsNamed(['etcd'])).toEqual(['etcd-quota-alarm', 'etcd-compaction', 'etcd-defragmentation']);
  });
});

describe('kinds that are named', () => {
  it('may be groups and single kinds, and each is taken once, in the order of the table', () => {
    expect(kindsNamed(['torn-wal', 'kill', 'link', 'reset', 'kill'])).toEqual([
      'kill',
      'partition',
      'one-way-partition',
      'latency',
      'reset',
      'half-open',
      'torn-wal',
    ]);
  });

  it.each([[[]], [['proces']], [['kill', 'nonsense', 'worse']], [['']]])(
    'are refused when nobody knows them: %j',
    (names) => {
      expect(() => kindsNamed(names)).toThrow(BadInputError);
    },
  );

  it('are refused by name', () => {
    expect(() => kindsNamed(['kill', 'nonsense', 'worse'])).toThrow('there is no fault nonsense, worse');
  });
});
