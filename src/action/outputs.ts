import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';

/** Sets outputs of the running step, in the form that GitHub's runner reads. Elsewhere than in a step nothing. */
export async function setOutputs(env: NodeJS.ProcessEnv, outputs: Readonly<Record<string, string>>): Promise<void> {
  const file = env['GITHUB_OUTPUT'];
  if (!file) return;
  // the end of a value is a line that no value can hold
  const end = `end-${randomUUID()}`;
  const text = Object.entries(outputs).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`);
  await appendFile(file, text.join(''));
}
