import type { FaultSpec } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import type { Fault, FaultContext, FaultSite, Injection } from './fault.js';
import { binaryAltered } from './kinds/binary-altered.js';
import { binaryMissing } from './kinds/binary-missing.js';
import { binaryTruncated } from './kinds/binary-truncated.js';
import { certificateExpired } from './kinds/certificate-expired.js';
import { certificateNotYetValid } from './kinds/certificate-not-yet-valid.js';
import { certificateWrongAuthority } from './kinds/certificate-wrong-authority.js';
import { certificateWrongName } from './kinds/certificate-wrong-name.js';
import { illegalTriple } from './kinds/illegal-triple.js';
import { kill } from './kinds/kill.js';
import { pause } from './kinds/pause.js';
import { removedGate } from './kinds/removed-gate.js';
import { secondStart } from './kinds/second-start.js';
import { terminate } from './kinds/terminate.js';
import { wrongFlag } from './kinds/wrong-flag.js';

export type { FaultContext, FaultSite, Injection } from './fault.js';

/** How each kind of fault is done. */
const FAULTS: { readonly [T in FaultType]: Fault<T> } = {
  kill,
  terminate,
  pause,
  'wrong-flag': wrongFlag,
  'illegal-triple': illegalTriple,
  'removed-gate': removedGate,
  'second-start': secondStart,
  'certificate-expired': certificateExpired,
  'certificate-not-yet-valid': certificateNotYetValid,
  'certificate-wrong-authority': certificateWrongAuthority,
  'certificate-wrong-name': certificateWrongName,
  'binary-truncated': binaryTruncated,
  'binary-altered': binaryAltered,
  'binary-missing': binaryMissing,
};

/** Why a fault cannot be done here, with the remedy; undefined when it can. */
export async function unavailableReason(spec: FaultSpec, site: FaultSite): Promise<string | undefined> {
  return faultOf(spec).unavailableReason(spec, site);
}

/** Makes a fault ready to be injected; see {@link Fault.prepare}. */
export async function prepareFault(spec: FaultSpec, context: FaultContext): Promise<Injection> {
  return faultOf(spec).prepare(spec, context);
}

function faultOf({ type }: FaultSpec): Fault<FaultType> {
  // the key and the kind of the value go together, which the compiler cannot say of a looked-up one
  return FAULTS[type];
}
