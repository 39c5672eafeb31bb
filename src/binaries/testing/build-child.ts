// A harness that builds: node --import tsx build-child.ts CACHE. Prints a line for each progress; meant to be killed.
import { ensureBinaries } from '../ensure.js';
import { goBuild } from '../go-build.js';
import { buildLock } from '../cache.js';

const [cache = ''] = process.argv.slice(2);
await ensureBinaries(
  { product: 'etcd', version: '3.6.8', programs: ['etcdutl'] },
  { cache, sources: [goBuild(buildLock(cache))], onProgress: ({ type }) => console.log(type) },
);
