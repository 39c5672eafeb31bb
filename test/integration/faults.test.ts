import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultGround } from '../../scripts/rehearsals/fault-ground.js';
import type { FaultSpec } from '../../src/model/fault.js';
import { FAULT_TYPES, TARGET_VALUES, faultKind, type FaultType } from '../../src/model/fault-kinds.js';

let state = '';
let ground: FaultGround;

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'kube-rehearse-faults-'));
  process.env['KUBE_REHEARSE_STATE'] = state;
  ground = await FaultGround.open(state);
}, 900_000);

afterAll(async () => {
  await ground?.close();
  delete process.env['KUBE_REHEARSE_STATE'];
  await rm(state, { recursive: true, force: true });
});

/** One fault of the kind: the first value of each field, and where all of a component are alike the one that is soonest well again. */
function sample(type: FaultType): FaultSpec {
  const targets: Readonly<Record<string, readonly string[]>> = TARGET_VALUES[faultKind(type).hits];
  const fields = Object.entries(targets).map(([field, values]) => [field, values[0]]);
  return { type, ...Object.fromEntries(fields) } as FaultSpec;
}

const SHOWN = { onset: expect.stringMatching(/./) as string, end: expect.stringMatching(/./) as string };
const STARTS = FAULT_TYPES.filter((type) => faultKind(type).hits === 'start');

describe('every kind of fault, done to a real control plane,', () => {
  it.each(FAULT_TYPES.filter((type) => !STARTS.includes(type)))(
    'takes effect and ends, by what is observed: %s',
    async (type) => {
      expect(await ground.receiptsOf([sample(type)])).toEqual([SHOWN]);
    },
  );

  it('that is a start in place of the planned one does as well', async () => {
    const receipts = await ground.receiptsOf(STARTS.map(sample));
    expect(Object.fromEntries(STARTS.map((type, at) => [type, receipts[at]]))).toEqual(
      Object.fromEntries(STARTS.map((type) => [type, SHOWN])),
    );
  });

  it('has no receipt when its injector does nothing', async () => {
    // a receipt that nothing caused would be there at once
    const patience = AbortSignal.timeout(5_000);
    const receipts = await Promise.all(FAULT_TYPES.map((type) => ground.receiptsOfIdle(sample(type), patience)));
    for (const [at, type] of FAULT_TYPES.entries()) expect(receipts[at], type).toHaveProperty('missing');
  });
});
