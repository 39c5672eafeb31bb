import { diskFault } from '../disk-fault.js';

/** A full disk: no page of the database can be written. The write-ahead log has its space from before. */
export const diskFull = diskFault<'disk-full'>(() => ({
  calls: 'pwrite64,fallocate',
  tampering: 'error=ENOSPC',
  mark: /ENOSPC .*\(INJECTED\)/,
}));
