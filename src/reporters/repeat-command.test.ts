import { expect, it } from 'vitest';
import { repeatCommand } from './repeat-command.js';
import { sampleInfo, samplePlan } from './testing/sample-run.js';

it('repeats the plan with exact releases, seed and own executables, but not into the same directory', () => {
  expect(repeatCommand(sampleInfo(), samplePlan())).toBe(
    'kube-rehearse run scenarios/reference/ladder.yaml --provider local --from 1.36.3 --to 1.37.2 --seed 7' +
      " --binaries '1.37=my builds'",
  );
});

it('quotes a path so that a shell takes it as one word', () => {
  const command = repeatCommand(
    sampleInfo({ scenario: `it's $(here).yaml`, arguments: ['--binaries=1.36=x'] }),
    samplePlan(),
  );
  expect(command).toContain(`run 'it'\\''s $(here).yaml' --provider`);
  expect(command).toContain('--binaries 1.36=x');
});
