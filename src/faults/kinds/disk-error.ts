import { diskFault } from '../disk-fault.js';

/** A disk that fails: what was written cannot be made durable. etcd ends rather than acknowledge it. */
export const diskError = diskFault<'disk-error'>(() => ({
  calls: 'fdatasync',
  tampering: 'error=EIO',
  mark: /EIO .*\(INJECTED\)/,
}));
