// A harness of its own: node --import tsx ensure-child.ts CACHE SITE VERSION. Prints one JSON line per progress and the result.
import { ensureBinaries } from '../ensure.js';
import { officialDownload } from '../official-download.js';
import type { Release } from '../../model/version.js';

const [cache = '', site = '', version = ''] = process.argv.slice(2);
const result = await ensureBinaries(
  { product: 'kubernetes', version: version as Release, programs: ['kube-scheduler'] },
  {
    cache,
    sources: [officialDownload({ kubernetes: site, etcd: 'off' })],
    onProgress: ({ type }) => console.log(JSON.stringify({ type })),
  },
);
console.log(JSON.stringify({ type: 'result', path: result.programs['kube-scheduler']?.path }));
