import { Argument, Command } from 'commander';
import { defaultCataloguePath, loadCatalogue } from '../../binaries/catalogue.js';
import { knownMinors } from '../../binaries/resolve-version.js';
import { completeWords } from '../completion/complete-words.js';
import { COMPLETE, SCRIPTS, SHELLS } from '../completion/shell-scripts.js';

/** `kube-rehearse completion bash|zsh|fish` */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print what a shell reads to complete this command line')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  source <(kube-rehearse completion bash)
  source <(kube-rehearse completion zsh)
  kube-rehearse completion fish > ~/.config/fish/completions/kube-rehearse.fish`,
    )
    .action((shell: (typeof SHELLS)[number]) => void process.stdout.write(SCRIPTS[shell]));
}

/** What the shells' scripts call: `complete-words -- WORD...`, the last word being the one to complete. */
export function completeWordsCommand(program: Command): Command {
  return new Command(COMPLETE).argument('[words...]').action(async (words: string[]) => {
    const versions = ['stable', 'n-1', ...knownMinors(await loadCatalogue(defaultCataloguePath()))];
    const { candidates, paths } = completeWords(program, words, versions);
    const lines = candidates.map(({ value, description }) => `${value}\t${description}`);
    process.stdout.write([...lines, `:${paths}`, ''].join('\n'));
  });
}
