/** One look at a store, in a process of its own so that its memory can be told: `write|compare ENDPOINT.json STORE.ndjson`. */
import { readFile } from 'node:fs/promises';
import { EtcdClient } from '../src/kube/etcd-client.js';
import type { Endpoint } from '../src/model/endpoint.js';
import { readStoredObjects } from '../src/probes/stored-objects.js';
import { storedObjectSchema } from '../src/reporters/checkpoint-schemas.js';
import { eachLine, writeLines } from '../src/reporters/line-file.js';

const [mode, endpoint, file] = process.argv.slice(2) as [string, string, string];
const etcd = new EtcdClient(JSON.parse(await readFile(endpoint, 'utf8')) as Endpoint);
const begun = performance.now();
const stored = await readStoredObjects(etcd);
let changed = 0;
if (mode === 'write') await writeLines(file, stored);
else {
  const now = new Map(stored.map((object) => [object.key, object.sha256]));
  for await (const { key, sha256 } of eachLine(file, storedObjectSchema)) {
    if (now.get(key) !== sha256) changed += 1;
    now.delete(key);
  }
  changed += now.size;
}
const ms = performance.now() - begun;
await etcd.close();
const peakMemory = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ objects: stored.length, changed, ms, peakMemory }));
