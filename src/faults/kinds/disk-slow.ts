import { diskFault } from '../disk-fault.js';

const DELAY_MICROSECONDS = 400_000;

/** A disk that needs 0.4 s to make a write durable: a heartbeat of etcd is 0.1 s. */
export const diskSlow = diskFault<'disk-slow'>(() => ({
  calls: 'fdatasync',
  tampering: `delay_enter=${DELAY_MICROSECONDS}`,
  mark: /\(DELAYED\)/,
}));
