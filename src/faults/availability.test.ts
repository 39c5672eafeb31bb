import { describe, expect, it } from 'vitest';
import { FAULT_TYPES, TARGET_VALUES, faultKind } from '../model/fault-kinds.js';
import { siteUnavailableReason, type FaultSite } from './availability.js';

const onKind = (hidden?: string): FaultSite => ({ provider: 'kind', processesHiddenReason: async () => hidden });
const possible = async (site: FaultSite): Promise<string[]> => {
  const reasons = await Promise.all(FAULT_TYPES.map((type) => siteUnavailableReason(faultKind(type), site)));
  return FAULT_TYPES.filter((_, at) => reasons[at] === undefined);
};

describe('a kind of fault', () => {
  it('can be done to plain processes, whatever it is', async () => {
    expect(await possible({ provider: 'local' })).toEqual(FAULT_TYPES);
  });

  it('can be done on nodes of kind where it needs their APIs and processes only', async () => {
    const kinds = await possible(onKind());
    for (const type of ['kill', 'pause', 'etcd-defragmentation', 'disk-slow', 'webhook-down', 'relist-herd'])
      expect(kinds).toContain(type);
    for (const type of ['wrong-flag', 'second-start', 'partition', 'torn-wal', 'webhook-slow', 'certificate-expired'])
      expect(kinds).not.toContain(type);
  });

  it('needs their APIs only where the processes are hidden, and the reason is told of all others', async () => {
    expect(await possible(onKind('elsewhere'))).toEqual(FAULT_TYPES.filter((type) => faultKind(type).by === 'api'));
    expect(await siteUnavailableReason({ by: 'process', hits: 'etcd' }, onKind('elsewhere'))).toBe('elsewhere');
  });

  it.each(Object.keys(TARGET_VALUES) as (keyof typeof TARGET_VALUES)[])(
    'that the harness itself must serve is refused on nodes of kind with the way out: %s',
    async (hits) => {
      expect(await siteUnavailableReason({ by: 'harness', hits }, onKind())).toMatch(
        /^it needs .*; use --provider local$/,
      );
    },
  );
});
