import type { Facts } from './observation.js';

/**
 * The flags that a component's `--help` shows, with type, default and whether it calls them deprecated. Flags that a
 * release hides are not among them.
 */
export function helpFlags(component: string, help: string): Facts {
  const facts: Record<string, string> = {};
  for (const part of help.split(/\n(?= +(?:-\w, )?--[a-z0-9])/).slice(1)) {
    const [, name, type = '', text = ''] =
      /^ +(?:-\w, )?--([a-z0-9][\w-]*)(?: (\S+))?(?:\s{2,}|$)([\s\S]*)/.exec(part) ?? [];
    if (name === undefined) continue;
    // the next group of flags has a heading, after an empty line
    const prose = text
      .split(/\n\s*\n/)[0]!
      .replace(/\s+/g, ' ')
      .trim();
    const [, standard] = /\(default (.*?)\)(?: \(DEPRECATED.*\))?$/.exec(prose) ?? [];
    facts[`${component} --${name}`] = [
      type === '' ? 'bool' : type,
      ...(standard === undefined ? [] : [`default ${standard}`]),
      ...(/\bDEPRECATED\b/.test(prose) ? ['deprecated'] : []),
    ].join(', ');
  }
  return facts;
}
