/**
 * Does random faults to a real control plane, one after the other, and prints the receipts; then as many whose injector does
 * nothing, none of which may have one. Ends with exit code 1 when a receipt is missing or false.
 *
 *   npm run faults:random [-- COUNT [SEED]]     20 faults from seed 1 unless told
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unavailableReason } from '../src/faults/index.js';
import { describeFault, type FaultSpec } from '../src/model/fault.js';
import { FAULT_TYPES, TARGET_VALUES, faultKind } from '../src/model/fault-kinds.js';
import { chooseOne, randomStream } from '../src/model/random.js';
import { FaultGround } from './rehearsals/fault-ground.js';
import { printTable } from './rehearsals/run-scenario.js';

const [count = 20, seed = 1] = process.argv.slice(2).map(Number);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed))
  throw new Error('COUNT and SEED are whole numbers');
/** How long an idle injector is waited for; a receipt that nothing caused would be there at once. */
const IDLE_PATIENCE_MS = 3_000;

const possible: FaultSpec[] = [];
for (const type of FAULT_TYPES) {
  for (const target of targetsOf(type)) {
    const spec = { type, ...target } as FaultSpec;
    const reason = await unavailableReason(spec, { provider: 'local' });
    if (reason === undefined) possible.push(spec);
    else console.log(`left out: ${describeFault(spec)}: ${reason}`);
  }
}
const random = randomStream(seed, 'random faults');
const chosen = Array.from({ length: count }, () => chooseOne(possible, random));

const state = await mkdtemp(join(tmpdir(), 'kube-rehearse-random-'));
process.env['KUBE_REHEARSE_STATE'] = state;
let [landed, lied] = [0, 0];
try {
  const ground = await FaultGround.open(state);
  try {
    for (const [at, spec] of chosen.entries()) {
      const [receipts] = await ground.receiptsOf([spec]);
      const isThere = receipts !== undefined && 'onset' in receipts;
      landed += isThere ? 1 : 0;
      const text = isThere ? `${receipts.onset} | ${receipts.end}` : `MISSING: ${receipts?.missing}`;
      console.log(`${at + 1}/${count} ${describeFault(spec)}: ${text}`);
    }
    for (const spec of chosen) {
      const receipts = await ground.receiptsOfIdle(spec, AbortSignal.timeout(IDLE_PATIENCE_MS));
      if (!('onset' in receipts)) continue;
      lied += 1;
      console.log(`FALSE RECEIPT ${describeFault(spec)}: ${receipts.onset}`);
    }
  } finally {
    await ground.close();
  }
} finally {
  await rm(state, { recursive: true, force: true });
}
const kinds = new Set(chosen.map(({ type }) => type)).size;
printTable(
  ['injections', 'kinds', 'with both receipts', 'idle injectors', 'of these with a receipt'],
  [[String(count), `${kinds} of ${FAULT_TYPES.length}`, String(landed), String(count), String(lied)]],
);
process.exitCode = landed === count && lied === 0 ? 0 : 1;

/** Every choice of values for the fields of a kind's target. */
function targetsOf(type: FaultSpec['type']): Record<string, string>[] {
  let targets: Record<string, string>[] = [{}];
  for (const [field, values] of Object.entries(TARGET_VALUES[faultKind(type).hits]) as [string, readonly string[]][]) {
    targets = targets.flatMap((target) => values.map((value) => ({ ...target, [field]: value })));
  }
  return targets;
}
