import type { Plan } from '../model/plan.js';
import { printable } from './printable.js';
import type { RunInfo } from './run-info.js';

/** The command that runs the same plan again: exact releases, the seed and the user's own executables; a new directory. */
export function repeatCommand(info: RunInfo, plan: Plan): string {
  const { from, to } = plan.versions;
  const words = ['kube-rehearse', 'run', info.scenario, '--provider', info.provider];
  words.push('--from', from, '--to', to, '--seed', String(plan.seed));
  for (const binaries of givenBinaries(info.arguments)) words.push('--binaries', binaries);
  return words.map(quote).join(' ');
}

function givenBinaries(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    if (arg.startsWith('--binaries=')) return [arg.slice('--binaries='.length)];
    const value = args[at + 1];
    return arg === '--binaries' && value !== undefined ? [value] : [];
  });
}

/** Quoted for a POSIX shell; a name with control characters can only be shown, not repeated. */
function quote(word: string): string {
  const shown = printable(word);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
