import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acrossProviders, readSightings } from '../support/across-providers.js';
import { NO_KIND } from '../support/kind-machine.js';
import { REFERENCE, outcomes, rehearseInto, shown, type Rehearsed } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';

type Provider = 'local' | 'kind';

/** The longest rehearsal there is: climbed once on each provider, side by side, since most of it is waiting. */
describe('the ladder of the newest pair', () => {
  const climbs = new Map<Provider, Promise<Rehearsed>>();
  let folder = '';

  const climbed = async (provider: Provider): Promise<Rehearsed> => {
    const climb = climbs.get(provider);
    if (!climb) throw new Error(`nobody climbs on ${provider}`);
    return climb;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-e2e-'));
    for (const provider of NO_KIND === undefined ? (['local', 'kind'] as const) : (['local'] as const)) {
      climbs.set(provider, rehearseInto(join(folder, provider), `${REFERENCE}/ladder.yaml`, '--provider', provider));
    }
    // what went wrong is for the tests to say
    await Promise.allSettled(climbs.values());
  }, 3_600_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.for<Provider>(['local', 'kind'])(
    'passes on %s, and every stop says whether one could go back from it',
    async (provider, context) => {
      context.skip(provider === 'kind' && NO_KIND !== undefined, NO_KIND);
      const { exitCode, verdict, lastLine, directory } = await climbed(provider);
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
    },
  );

  it('finds the same on plain processes and on a real kind cluster', async (context) => {
    context.skip(NO_KIND !== undefined, NO_KIND);
    const [local, kind] = await Promise.all([climbed('local'), climbed('kind')]);
    expect(outcomes(kind.verdict)).toEqual(outcomes(local.verdict));
    const sightings = await Promise.all([readSightings(local), readSightings(kind)]);
    const { both, subjectOfOneOnly, different } = acrossProviders(...sightings);
    expect(different).toEqual([]);
    expect(both.length).toBeGreaterThan(0);
    for (const { guarantee, subject } of subjectOfOneOnly) console.log(`on one provider only: ${guarantee} ${subject}`);
  });
});
