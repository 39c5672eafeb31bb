import { z } from 'zod';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import { pattern, strict, version, words } from './schema-kit.js';

const namedFinding = strict({
  guarantee: z.enum(GUARANTEE_IDS).describe('The guarantee that must be broken.'),
  subject: words().describe("The finding's subject, exactly; `{wave}`, `{hash}` and `{identity}` as in the ledger."),
});

/** The one finding that a control must produce. */
export const mustTripSchema = namedFinding.describe(
  'The one finding that must come of the sabotage; any other one is a failure of the control.',
);

/** What a regression says beside its path: the bug, how it shows, and where it no longer does. */
export const regressionFields = {
  upstream: pattern(/^https:\/\/\S+$/, 'a URL that starts with https://').describe('Where the bug is told.'),
  finds: z
    .array(namedFinding)
    .min(1, { error: 'at least one finding' })
    .describe('The findings that are the bug. Each must be found, and no other violation.'),
  fixed: strict({
    from: version.optional().describe('Instead of `spec.from`.'),
    to: version.optional().describe('Instead of `spec.to`.'),
  })
    .optional()
    .describe('Releases between which the same scenario passes, where the bug is fixed in some.'),
};
