import { readdirSync } from 'node:fs';

/** Everything that is written for people. */
export const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'reports/README.md', 'clusters/README.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Where a page's links lead, in their order; those that are shown as code are none. */
export function linksOf(markdown: string): string[] {
  const text = prose(markdown).replace(/`[^`\n]*`/g, '');
  const links = text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)|(?:src|srcset)="([^"]+)"|^\[[^\]]+\]: (\S+)/gm);
  return [...links].map(([, inline, image, reference]) => (inline ?? image ?? reference)!);
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) => {
    const plain = title!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** The commands that a page shows as blocks of code, without what is said behind a `#`. */
export function commandsOf(markdown: string): string[] {
  const blocks = markdown.replace(/^```\w*\n[^]*?^```$/gm, '');
  return [...blocks.matchAll(/^ {4}(\S.*)$/gm)]
    .map(([, line]) => line!.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => /^(npm|npx|kube-rehearse|node|bash|source|diff|docker)\b/.test(line));
}

/** Without blocks of code. */
function prose(markdown: string): string {
  return markdown.replace(/^ *```\w*\n[^]*?^ *```$/gm, '').replace(/^( {4}|\t).*$/gm, '');
}
