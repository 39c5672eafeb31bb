import type { Argument, Command, Option } from 'commander';

/** One way to go on. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What may stand in the place of a command line's last word. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** What the shell is to add from the file system. */
  readonly paths: 'none' | 'files' | 'folders';
}

const NOTHING: Completion = { candidates: [], paths: 'none' };

/**
 * Completes the last of `words`, which follow the program's name. Everything is taken from the command tree: commands, options, choices,
 * and the names of placeholders, of which `version` stands for one of `versions`, `...dir` for a folder, and `file`, `scenario` for files.
 */
export function completeWords(program: Command, words: readonly string[], versions: readonly string[]): Completion {
  const before = [...joinAssigned(words)];
  const current = before.pop() ?? '';
  const { command, positional, pending, used } = walk(program, before);
  if (pending) return ofPlaceholder(placeholderOf(pending), pending.argChoices, current, versions);
  const [, flag, value] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  if (flag !== undefined) {
    const option = optionOf(command, flag);
    return option ? ofPlaceholder(placeholderOf(option), option.argChoices, value ?? '', versions) : NOTHING;
  }
  if (current.startsWith('-')) return { candidates: flags(command, current, used), paths: 'none' };
  if (command.commands.length > 0 && positional > 0) return NOTHING;
  if (command.commands.length > 0) return { candidates: commandsOf(command, current), paths: 'none' };
  const argument = argumentAt(command, positional);
  return argument ? ofPlaceholder(argument.name(), argument.argChoices, current, versions) : NOTHING;
}

/** bash hands `--seed=7` over as three words. */
function joinAssigned(words: readonly string[]): string[] {
  const joined: string[] = [];
  words.forEach((word, at) => {
    const afterSign = words[at - 1] === '=' && words[at - 2]?.startsWith('--');
    const isSign = word === '=' && words[at - 1]?.startsWith('--');
    if (afterSign || isSign) joined.push(`${joined.pop() ?? ''}${word}`);
    else joined.push(word);
  });
  return joined;
}

interface Place {
  readonly command: Command;
  /** How many arguments stand before. */
  readonly positional: number;
  /** The option whose value is next. */
  readonly pending: Option | undefined;
  readonly used: ReadonlySet<string>;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let positional = 0;
  let pending: Option | undefined;
  const used = new Set<string>();
  for (const word of words) {
    if (pending) {
      pending = undefined;
    } else if (word.startsWith('-')) {
      const option = optionOf(command, word.split('=')[0]!);
      if (option && !option.variadic) used.add(option.long ?? '');
      if (option && (option.required || option.optional) && !word.includes('=')) pending = option;
    } else {
      const next = command.commands.find((each) => each.name() === word);
      if (next) command = next;
      else positional += 1;
    }
  }
  return { command, positional, pending, used };
}

function optionOf(command: Command, flag: string): Option | undefined {
  return command
    .createHelp()
    .visibleOptions(command)
    .find(({ short, long }) => short === flag || long === flag);
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

function flags(command: Command, current: string, used: ReadonlySet<string>): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long && !used.has(long) ? [{ value: long, description }] : []))
    .filter(({ value }) => value.startsWith(current));
}

function commandsOf(command: Command, current: string): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({ value: each.name(), description: each.description() }))
    .filter(({ value }) => value.startsWith(current));
}

/** `dir` of `--out <dir>`. */
function placeholderOf(option: Option): string {
  return /[<[]([^\]>.]+)/.exec(option.flags)?.[1] ?? '';
}

function ofPlaceholder(
  placeholder: string,
  choices: readonly string[] | undefined,
  current: string,
  versions: readonly string[],
): Completion {
  const values = choices ?? (placeholder === 'version' ? versions : []);
  const candidates = values.filter((value) => value.startsWith(current)).map((value) => ({ value, description: '' }));
  if (values.length > 0) return { candidates, paths: 'none' };
  if (placeholder.endsWith('dir')) return { candidates, paths: 'folders' };
  return { candidates, paths: ['file', 'scenario'].includes(placeholder) ? 'files' : 'none' };
}
