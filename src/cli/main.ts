import { Command, CommanderError } from 'commander';
import { EXIT } from '../support/errors.js';
import { atlasCommand } from './commands/atlas.js';
import { binariesCommand } from './commands/binaries.js';
import { bisectCommand } from './commands/bisect.js';
import { cleanCommand } from './commands/clean.js';
import { completeWordsCommand, completionCommand } from './commands/completion.js';
import { doctorCommand } from './commands/doctor.js';
import { exploreCommand } from './commands/explore.js';
import { judgeCommand } from './commands/judge.js';
import { matrixCommand } from './commands/matrix.js';
import { mergeCommand } from './commands/merge.js';
import { planCommand } from './commands/plan.js';
import { probeCommand } from './commands/probe.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { schemaCommand } from './commands/schema.js';
import { harnessVersion } from './harness-version.js';
import { Interruption } from './interruption.js';
import { printError } from './print-error.js';

/** Runs one command line and gives the exit code; never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const interruption = new Interruption();
  let exitCode: number = EXIT.pass;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('kube-rehearse')
    .description('Rehearses Kubernetes control-plane upgrades and rollbacks on real clusters.')
    .version(harnessVersion())
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse plan scenarios/reference/ladder.yaml
  kube-rehearse run scenarios/reference/phase-1-and-back.yaml --from 1.36 --to 1.37`,
    );
  for (const command of [
    runCommand(argv, finish, interruption.signal),
    exploreCommand(finish, interruption.signal),
    planCommand(),
    probeCommand(finish, interruption.signal),
    bisectCommand(finish, interruption.signal),
    matrixCommand(finish, interruption.signal),
    atlasCommand(finish, interruption.signal),
    judgeCommand(finish),
    reportCommand(),
    mergeCommand(finish),
    binariesCommand(interruption.signal),
    doctorCommand(finish),
    cleanCommand(),
    schemaCommand(),
    completionCommand(),
  ]) {
    program.addCommand(command);
  }
  program.addCommand(completeWordsCommand(program), { hidden: true });
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride().showHelpAfterError('(try --help)');
  }
  try {
    await program.parseAsync(['node', 'kube-rehearse', ...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.badInput;
    return printError(error, interruption.signal);
  } finally {
    interruption.stopListening();
  }
}
