import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as workflows from '@actions/workflow-parser';
import type * as actions from '@actions/workflow-parser/actions/index';
import { build } from 'esbuild';

type Parser = typeof workflows & Pick<typeof actions, 'convertActionTemplate' | 'parseAction'>;

/** GitHub's own parser of workflows and actions, as one module: the package imports JSON in a way that Node refuses. */
export async function githubParser(): Promise<Parser> {
  const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-parser-'));
  try {
    const outfile = join(folder, 'parser.mjs');
    const contents = [
      `export * from '@actions/workflow-parser';`,
      `export { convertActionTemplate, parseAction } from '@actions/workflow-parser/actions/index';`,
    ].join('\n');
    await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format: 'esm',
      // a package in it is CommonJS and asks for Node's own modules
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
      outfile,
    });
    return (await import(pathToFileURL(outfile).href)) as Parser;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
