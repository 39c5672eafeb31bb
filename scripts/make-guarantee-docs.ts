// Writes docs/guarantees.md from the guarantees themselves: npx tsx scripts/make-guarantee-docs.ts
import { writeFile } from 'node:fs/promises';
import { guaranteePage } from '../src/assertions/guarantee-page.js';
import { GUARANTEES } from '../src/assertions/guarantees/index.js';

await writeFile(new URL('../docs/guarantees.md', import.meta.url), guaranteePage(GUARANTEES));
