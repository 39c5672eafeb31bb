import { FAULT_TYPES, faultKind } from '../model/fault-kinds.js';

const BEGIN = '<!-- from here to the end mark written by `npm run docs` -->';
const END = '<!-- end -->';

/** docs/faults.md with its table of kinds as the code has them. */
export function withKinds(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page lacks "${BEGIN}" or "${END}"`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${table()}\n\n${page.slice(end)}`;
}

function table(): string {
  const rows = FAULT_TYPES.map((type) => {
    const { hits, by, lastsMs, does, onset, end } = faultKind(type);
    const lasts = lastsMs === 0 ? '' : `; lasts ${lastsMs / 1000} s unless given`;
    return [`\`${type}\``, hits, by === 'harness' ? 'no' : 'yes', `${does}${lasts}`, onset, end];
  });
  const head = ['fault', 'hits', 'on kind', 'what it does', 'receipt of its onset', 'receipt of its end'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
