import { diskFault } from '../disk-fault.js';

/** The end of etcd exactly at a system call: before a write is durable, or in the middle of writing pages of the database. */
export const crashAtCall = diskFault<'crash-at-call'>(({ call }) => ({
  calls: call,
  tampering: 'signal=SIGKILL:when=1',
  mark: /killed by SIGKILL/,
}));
