import { Command } from 'commander';
import { scenarioJsonSchema } from '../../scenario/json-schema.js';

/** `kube-rehearse schema` */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of a scenario, for editors')
    .addHelpText('after', '\nExample:\n  kube-rehearse schema > scenario.schema.json')
    .action(() => {
      process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
    });
}
