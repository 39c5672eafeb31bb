import { describe, expect, it } from 'vitest';
import type { Severity } from '../model/guarantee.js';
import type { NamedFinding } from '../model/scenario.js';
import type { Finding } from '../model/verdict.js';
import { foundExactly } from './found-exactly.js';

const orphan: NamedFinding = { guarantee: 'keys-accounted', subject: 'v1 Thing rehearse-{wave}' };
const gone: NamedFinding = { guarantee: 'replaced', subject: 'kube-apiserver' };

function found(guarantee: NamedFinding['guarantee'], subject: string, severity: Severity = 'violation'): Finding {
  const rest = {
    step: '01-null-restart',
    component: '',
    path: '',
    before: null,
    after: null,
    message: '',
    evidence: [],
  };
  return { guarantee, subject, severity, ...rest };
}

describe('foundExactly', () => {
  it('is true when every named finding is there and every violation is named', () => {
    const findings = [
      found('keys-accounted', 'v1 Thing rehearse-w00'),
      found('keys-accounted', 'v1 Thing rehearse-w01'),
      found('replaced', 'kube-apiserver'),
    ];
    expect(foundExactly({ findings }, [orphan, gone])).toBe(true);
  });

  it('is false when one named finding is missing', () => {
    const findings = [found('replaced', 'kube-apiserver')];
    expect(foundExactly({ findings }, [gone])).toBe(true);
    expect(foundExactly({ findings }, [gone, orphan])).toBe(false);
  });

  it('is false when a violation is not named, by guarantee or by subject', () => {
    expect(foundExactly({ findings: [found('replaced', 'kube-apiserver'), found('binary', 'x')] }, [gone])).toBe(false);
    expect(foundExactly({ findings: [found('replaced', 'kube-apiserver'), found('replaced', 'x')] }, [gone])).toBe(
      false,
    );
  });

  it('looks at violations only: a note is no finding of the bug, and does not stand in its way', () => {
    expect(foundExactly({ findings: [found('replaced', 'kube-apiserver', 'note')] }, [gone])).toBe(false);
    const findings = [found('replaced', 'kube-apiserver'), found('gates', 'x', 'note')];
    expect(foundExactly({ findings }, [gone])).toBe(true);
  });

  it('is false when nothing is named', () => {
    expect(foundExactly({ findings: [] }, [])).toBe(false);
  });
});
