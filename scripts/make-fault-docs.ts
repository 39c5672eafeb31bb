// Writes the table of kinds in docs/faults.md from the kinds themselves: npx tsx scripts/make-fault-docs.ts
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { withKinds } from '../src/faults/kinds-page.js';

const page = new URL('../docs/faults.md', import.meta.url);
const options = await resolveConfig(page);
await writeFile(page, await format(withKinds(await readFile(page, 'utf8')), { ...options, parser: 'markdown' }));
