import type { FaultSpec, FaultType } from '../model/fault.js';
export type { FaultContext, Injection } from './fault.js';
import type { Fault, FaultContext, Injection } from './fault.js';
import { kill } from './kill.js';
import { pause } from './pause.js';
import { terminate } from './terminate.js';

/** Every kind of fault. */
const FAULTS: { readonly [T in FaultType]: Fault<T> } = { kill, terminate, pause };

/** Why this machine cannot do a fault, with the remedy; undefined when it can. */
export async function unavailableReason(spec: FaultSpec): Promise<string | undefined> {
  return faultOf(spec).unavailableReason(spec);
}

/** Makes a fault ready to be injected; see {@link Fault.prepare}. */
export async function prepareFault(spec: FaultSpec, context: FaultContext): Promise<Injection> {
  return faultOf(spec).prepare(spec, context);
}

function faultOf({ type }: FaultSpec): Fault<FaultType> {
  // the key and the kind of the value go together, which the compiler cannot say of a looked-up one
  return FAULTS[type] as unknown as Fault<FaultType>;
}
