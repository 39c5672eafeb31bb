/** What an engine writes names one of its chains or bridges. */
const OF_AN_ENGINE = /\bDOCKER|\bdocker0\b|\bbr-[0-9a-f]{12}\b/;

/**
 * Commands for `iptables-restore --noflush` that take an engine's rules and chains, and the policies that it changed, back to what
 * they were. Both arguments are the output of iptables-save; rules that are not an engine's stay, whoever made them.
 */
export function undoingRules(before: string, after: string): string {
  const earlier = tablesOf(before);
  const undone = [...tablesOf(after)].map(([table, now]) => {
    const was = earlier.get(table) ?? { policies: new Map<string, string>(), rules: [] };
    const commands: string[] = [];
    for (const rule of now.rules) {
      if (!was.rules.includes(rule) && OF_AN_ENGINE.test(rule)) commands.push(rule.replace(/^-A/, '-D'));
    }
    const made = [...now.policies.keys()].filter((chain) => !was.policies.has(chain) && OF_AN_ENGINE.test(chain));
    commands.push(...made.map((chain) => `-F ${chain}`), ...made.map((chain) => `-X ${chain}`));
    for (const [chain, policy] of now.policies) {
      // a table that was not there before had nothing but built-in chains that accept
      const earlierPolicy = was.policies.get(chain) ?? 'ACCEPT';
      if (policy !== '-' && policy !== earlierPolicy) commands.push(`-P ${chain} ${earlierPolicy}`);
    }
    return commands.length > 0 ? [`*${table}`, ...commands, 'COMMIT', ''].join('\n') : '';
  });
  return undone.join('');
}

interface Table {
  /** By chain; `-` for a chain that somebody made. */
  readonly policies: Map<string, string>;
  readonly rules: string[];
}

function tablesOf(saved: string): Map<string, Table> {
  const tables = new Map<string, Table>();
  let table: Table = { policies: new Map(), rules: [] };
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) {
      table = { policies: new Map(), rules: [] };
      tables.set(line.slice(1), table);
    } else if (line.startsWith(':')) {
      const [chain = '', policy = ''] = line.slice(1).split(' ');
      table.policies.set(chain, policy);
    } else if (line.startsWith('-A ')) {
      table.rules.push(line);
    }
  }
  return tables;
}
