import { describe, expect, it } from 'vitest';
import descriptor from './descriptor.json' with { type: 'json' };
import { knownReleases, messageOfKind, messageType } from './schema.js';
import { KINDS } from './testing/stored-sample.js';

describe('the descriptor', () => {
  it('resolves every type that a kind is made of', () => {
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const field of messageType(name).fields) {
        if (field !== undefined && typeof field.type !== 'string') visit(field.type.name);
      }
    };
    for (const { apiVersion, kind, message } of KINDS) {
      expect(messageOfKind(apiVersion, kind)?.name).toBe(message);
      visit(message);
    }
    expect(seen.size).toBeGreaterThan(KINDS.length);
  });

  it('has each kind of a group version once, core and older alpha kinds included', () => {
    const kinds = KINDS.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'v1 Pod',
        'v1 RangeAllocation',
        'apps/v1 Deployment',
        'resource.k8s.io/v1alpha3 ResourceClaim',
      ]),
    );
  });

  it('knows releases newest first', () => {
    const minors = knownReleases.map((release) => Number(release.split('.')[1]));
    expect(minors).toEqual([...minors].sort((a, b) => b - a));
  });

  // Should an alpha type ever reuse a number, its field is left undecoded; this is where a person hears of it.
  it('has no field number whose meaning changed between releases', () => {
    expect(descriptor.ambiguous).toEqual({});
  });

  it('does not know the kind of another group, a part of a kind or nothing', () => {
    expect(messageOfKind('apps/v1', 'Pod')).toBeUndefined();
    expect(messageOfKind('v1', 'PodSpec')).toBeUndefined();
    expect(messageOfKind('', '')).toBeUndefined();
  });
});
