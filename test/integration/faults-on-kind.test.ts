import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultGround } from '../../scripts/rehearsals/fault-ground.js';
import { siteOf } from '../../src/cli/available-faults.js';
import { unavailableReason } from '../../src/faults/index.js';
import type { FaultSpec } from '../../src/model/fault.js';
import { FAULT_TYPES, TARGET_VALUES, faultKind, type FaultType } from '../../src/model/fault-kinds.js';
import { NO_KIND } from '../support/kind-machine.js';

/** One fault of the kind. Of the components one that nobody else needs: a kubelet waits longer after each end of the same. */
function sample(type: FaultType): FaultSpec {
  const targets: Readonly<Record<string, readonly string[]>> = TARGET_VALUES[faultKind(type).hits];
  const fields = Object.entries(targets).map(([field, values]) => [field, values.at(-1)]);
  return { type, ...Object.fromEntries(fields) } as FaultSpec;
}

/** Those of which etcd ends come last, for the same reason. */
const endsEtcd = (type: FaultType): boolean => ['disk-error', 'disk-full'].includes(type);
const possible: FaultSpec[] = [];
for (const type of [...FAULT_TYPES].sort((a, b) => Number(endsEtcd(a)) - Number(endsEtcd(b)))) {
  const spec = sample(type);
  if (NO_KIND === undefined && (await unavailableReason(spec, siteOf('kind'))) === undefined) possible.push(spec);
}
const SHOWN = { onset: expect.stringMatching(/./) as string, end: expect.stringMatching(/./) as string };

describe.skipIf(NO_KIND !== undefined)('on a real kind cluster', () => {
  let state = '';
  let ground: FaultGround | undefined;
  const opened = (): FaultGround => {
    if (!ground) throw new Error('there is no cluster');
    return ground;
  };

  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'kube-rehearse-faults-'));
    process.env['KUBE_REHEARSE_STATE'] = state;
    ground = await FaultGround.open(state, 'kind');
  }, 1_800_000);

  afterAll(async () => {
    await ground?.close();
    delete process.env['KUBE_REHEARSE_STATE'];
    await rm(state, { recursive: true, force: true });
  });

  it('there are twelve kinds of faults at least that can be done', () => {
    expect(possible.length).toBeGreaterThanOrEqual(12);
  });

  it.each(possible)('a fault takes effect and ends, by what is observed: $type', async (spec) => {
    expect(await opened().receiptsOf([spec])).toEqual([SHOWN]);
  });
});
