import type { GuaranteeId } from '../../model/guarantee.js';
import type { Guarantee } from '../guarantee.js';
import { admission } from './admission.js';
import { binary } from './binary.js';
import { celNew } from './cel-new.js';
import { contentUnchanged } from './content-unchanged.js';
import { corpusComplete } from './corpus-complete.js';
import { defaultObjects } from './default-objects.js';
import { discovery } from './discovery.js';
import { faultsLanded } from './faults-landed.js';
import { gates } from './gates.js';
import { keysAccounted } from './keys-accounted.js';
import { keysKept } from './keys-kept.js';
import { openapi } from './openapi.js';
import { replaced } from './replaced.js';
import { rollback } from './rollback.js';
import { selfReport } from './self-report.js';
import { servedUnchanged } from './served-unchanged.js';
import { storageVersion } from './storage-version.js';
import { storeContinues } from './store-continues.js';
import { surfaceReturns } from './surface-returns.js';
import { triple } from './triple.js';
import { validation } from './validation.js';
import { watchesComplete } from './watches-complete.js';
import { workloads } from './workloads.js';
import { writesKept } from './writes-kept.js';

/** Every guarantee, in the order in which a stop is judged: what presupposes another one comes after it. */
export const GUARANTEES: readonly Guarantee[] = [
  replaced,
  binary,
  triple,
  selfReport,
  storeContinues,
  discovery,
  gates,
  openapi,
  validation,
  admission,
  celNew,
  surfaceReturns,
  corpusComplete,
  workloads,
  keysKept,
  keysAccounted,
  contentUnchanged,
  storageVersion,
  servedUnchanged,
  defaultObjects,
  rollback,
  faultsLanded,
  writesKept,
  watchesComplete,
];

/** The guarantee with an id. */
export function guaranteeOf(id: GuaranteeId): Guarantee {
  const found = GUARANTEES.find((guarantee) => guarantee.id === id);
  if (!found) throw new Error(`no guarantee has the id ${id}`);
  return found;
}
