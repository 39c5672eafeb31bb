/**
 * Makes dist/report.html, the page that every run's data is put into: npx tsx scripts/build-report.ts. Script and style are in it, and
 * its policy admits these two and nothing else.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { writeFileAtomically } from '../src/support/atomic-file.js';

const root = new URL('../', import.meta.url);
const pageFolder = new URL('src/reporters/html/page/', root);

/** Bundles the page and writes it. Also what vitest calls before tests that need it. */
export async function setup(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ['main.tsx', 'style/index.css'].map((file) => fileURLToPath(new URL(file, pageFolder))),
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    charset: 'ascii',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const script = textOf('.js');
  const style = textOf('.css');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const parts: Record<string, string> = {
    '%report-policy%': policy,
    // whole elements, because the policy's hashes count every space between their tags
    '<!-- script -->': `<script type="module">${script}</script>`,
    '<!-- style -->': `<style>${style}</style>`,
  };
  const template = await readFile(new URL('template.html', pageFolder), 'utf8');
  const html = template
    .split(/(%report-policy%|<!-- (?:script|style) -->)/)
    .map((part) => parts[part] ?? part)
    .join('');
  await mkdir(new URL('dist/', root), { recursive: true });
  await writeFileAtomically(fileURLToPath(new URL('dist/report.html', root)), html, 0o644);

  function textOf(extension: string): string {
    const text = outputFiles.find(({ path }) => path.endsWith(extension))!.text.trim();
    // either would end the element early; esbuild escapes them, and the page must not depend on that
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`the bundled ${extension} could end its element`);
    return text;
  }
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await setup();
