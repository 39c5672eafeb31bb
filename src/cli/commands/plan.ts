import { Command, Option } from 'commander';
import { formatPlan } from '../../plan/format-plan.js';
import { canonicalJson } from '../../support/canonical-json.js';
import { parseSeed } from '../parse-seed.js';
import { kindConfigOf } from '../prepare-kind.js';
import { planScenario, type ScenarioOptions } from '../prepare.js';
import { PROVIDERS, type ProviderName } from '../rehearse.js';

/** `kube-rehearse plan SCENARIO` */
export function planCommand(): Command {
  return new Command('plan')
    .description('print what a run would do; touches nothing')
    .argument('<scenario>', 'scenario file')
    .addOption(new Option('--provider <name>', 'what clusters are made of').choices(PROVIDERS).default('local'))
    .option('--from <version>', 'version to start from')
    .option('--to <version>', 'version to upgrade to')
    .option('--seed <number>', 'seed of everything random', parseSeed, 1)
    .option('--json', 'print plan.json instead', false)
    .addHelpText('after', '\nExample:\n  kube-rehearse plan scenarios/reference/ladder.yaml')
    .action(async (path: string, options: ScenarioOptions & { json: boolean; provider: ProviderName }) => {
      const plan = await planScenario(path, options);
      if (options.provider === 'kind') await kindConfigOf(plan);
      process.stdout.write(options.json ? canonicalJson(plan) : `${formatPlan(plan).trimEnd()}\n`);
    });
}
