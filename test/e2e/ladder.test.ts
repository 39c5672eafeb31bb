import { describe, expect, it } from 'vitest';
import { RunDirectory } from '../../src/reporters/index.js';
import { acrossProviders, sightingsOf, type Sightings } from '../support/across-providers.js';
import { NO_KIND } from '../support/kind-machine.js';
import { REFERENCE, rehearse, shown, type Rehearsed } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';

const LADDER = `${REFERENCE}/ladder.yaml`;

/** What the ladder must come to on any provider. */
async function expectPassed({ exitCode, verdict, lastLine, directory }: Rehearsed): Promise<void> {
  expect(shown(verdict)).toEqual([]);
  expect(exitCode).toBe(0);
  expect(lastLine).toMatch(/^pass, \d+ accepted upstream differences$/);
  expect(verdict.unmatched).toEqual([]);
  expect(verdict.notJudged).toEqual([]);
  // a scenario without faults has none that could land
  const { 'faults-landed': faults, ...others } = verdict.coverage;
  expect(faults).toBe(0);
  expect(Object.entries(others).filter(([, count]) => count === 0)).toEqual([]);
  expect(await reportProblems(directory)).toEqual([]);
  expect(verdict.rollback).toHaveLength(11);
  expect(verdict.rollback.map(({ outcome }) => outcome)).not.toContain('not examined');
}

async function sightings({ directory: path, verdict }: Rehearsed): Promise<Sightings> {
  const directory = await RunDirectory.open(path);
  const checkpoints = [];
  for (const step of await directory.checkpointSteps()) checkpoints.push(await directory.readCheckpoint(step));
  return sightingsOf(verdict, checkpoints);
}

describe('the newest pair', () => {
  let local: Sightings | undefined;

  it('the ladder passes, and every stop says whether one could go back from it', async () => {
    const run = await rehearse(LADDER);
    await expectPassed(run);
    local = await sightings(run);
  });

  it('the ladder passes on a real kind cluster, and finds what it finds on plain processes', async (context) => {
    context.skip(NO_KIND !== undefined, NO_KIND);
    const run = await rehearse(LADDER, '--provider', 'kind');
    await expectPassed(run);
    if (!local) throw new Error('the local ladder has found nothing to compare with');
    const { both, subjectOfOneOnly, different } = acrossProviders(local, await sightings(run));
    expect(different).toEqual([]);
    expect(both.length).toBeGreaterThan(0);
    for (const { guarantee, subject } of subjectOfOneOnly) console.log(`on one provider only: ${guarantee} ${subject}`);
  });
});
