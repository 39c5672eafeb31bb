#!/usr/bin/env -S npx tsx
/**
 * Writes the JSON Schemas of schemas/ from the code that checks the files, or with `--check` only says whether they are
 * what the code would write (exit code 1 when not).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { argv, chalk, echo, path } from 'zx';
import { scenarioJsonSchema } from '../src/scenario/json-schema.js';

const directory = path.join(import.meta.dirname, '..', 'schemas');
const schemas: Record<string, unknown> = { 'scenario.schema.json': scenarioJsonSchema() };

let drifted = false;
for (const [name, schema] of Object.entries(schemas)) {
  const file = path.join(directory, name);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present === text) {
    echo(`schemas/${name} is up to date`);
  } else if (argv['check']) {
    drifted = true;
    echo(chalk.red(`schemas/${name} is not what the code says; run scripts/make-schemas.ts`));
  } else {
    await mkdir(directory, { recursive: true });
    await writeFile(file, text);
    echo(`schemas/${name} written`);
  }
}
if (drifted) process.exitCode = 1;
