import type { FaultSpec } from '../model/fault.js';
import { faultKind, type FaultType } from '../model/fault-kinds.js';
import { siteUnavailableReason, type FaultSite } from './availability.js';
import type { Fault, FaultContext, Injection } from './fault.js';
import { aggregatedApiDown } from './kinds/aggregated-api-down.js';
import { binaryAltered } from './kinds/binary-altered.js';
import { binaryMissing } from './kinds/binary-missing.js';
import { binaryTruncated } from './kinds/binary-truncated.js';
import { certificateExpired } from './kinds/certificate-expired.js';
import { certificateNotYetValid } from './kinds/certificate-not-yet-valid.js';
import { certificateWrongAuthority } from './kinds/certificate-wrong-authority.js';
import { certificateWrongName } from './kinds/certificate-wrong-name.js';
import { crashAtCall } from './kinds/crash-at-call.js';
import { diskError } from './kinds/disk-error.js';
import { diskFull } from './kinds/disk-full.js';
import { diskSlow } from './kinds/disk-slow.js';
import { etcdCompaction } from './kinds/etcd-compaction.js';
import { etcdDefragmentation } from './kinds/etcd-defragmentation.js';
import { etcdQuotaAlarm } from './kinds/etcd-quota-alarm.js';
import { halfOpen } from './kinds/half-open.js';
import { illegalTriple } from './kinds/illegal-triple.js';
import { kill } from './kinds/kill.js';
import { latency } from './kinds/latency.js';
import { oneWayPartition } from './kinds/one-way-partition.js';
import { partition } from './kinds/partition.js';
import { pause } from './kinds/pause.js';
import { relistHerd } from './kinds/relist-herd.js';
import { removedGate } from './kinds/removed-gate.js';
import { reset } from './kinds/reset.js';
import { secondStart } from './kinds/second-start.js';
import { starve } from './kinds/starve.js';
import { terminate } from './kinds/terminate.js';
import { tornWal } from './kinds/torn-wal.js';
import { webhookCatchAll } from './kinds/webhook-catch-all.js';
import { webhookDown } from './kinds/webhook-down.js';
import { webhookSlow } from './kinds/webhook-slow.js';
import { webhookWrong } from './kinds/webhook-wrong.js';
import { wrongFlag } from './kinds/wrong-flag.js';

export type { FaultSite } from './availability.js';
export type { FaultContext, Injection } from './fault.js';

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
  partition,
  'one-way-partition': oneWayPartition,
  latency,
  reset,
  'half-open': halfOpen,
  'etcd-quota-alarm': etcdQuotaAlarm,
  'etcd-compaction': etcdCompaction,
  'etcd-defragmentation': etcdDefragmentation,
  'torn-wal': tornWal,
  'disk-error': diskError,
  'disk-full': diskFull,
  'disk-slow': diskSlow,
  'crash-at-call': crashAtCall,
  'webhook-down': webhookDown,
  'webhook-slow': webhookSlow,
  'webhook-wrong': webhookWrong,
  'webhook-catch-all': webhookCatchAll,
  'aggregated-api-down': aggregatedApiDown,
  starve,
  'relist-herd': relistHerd,
};

/** Why a fault cannot be done here, with the remedy; undefined when it can. */
export async function unavailableReason(spec: FaultSpec, site: FaultSite): Promise<string | undefined> {
  return (await siteUnavailableReason(faultKind(spec.type), site)) ?? faultOf(spec).unavailableReason?.();
}

/** Makes a fault ready to be injected; see {@link Fault.prepare}. */
export async function prepareFault(spec: FaultSpec, context: FaultContext): Promise<Injection> {
  return faultOf(spec).prepare(spec, context);
}

function faultOf({ type }: FaultSpec): Fault<FaultType> {
  // the key and the kind of the value go together, which the compiler cannot say of a looked-up one
  return FAULTS[type];
}
