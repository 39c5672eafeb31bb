import { z } from 'zod';
import { documentSchema } from './document-schema.js';

/** The JSON Schema (draft-07, which YAML language servers read) of a scenario file. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(documentSchema, { target: 'draft-7', io: 'input' });
  return { $schema: schema.$schema, title: 'kube-rehearse scenario', ...schema };
}
