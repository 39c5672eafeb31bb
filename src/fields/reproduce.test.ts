import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import type { Finding } from './findings.js';
import { reproduceScript, type Compared } from './reproduce.js';
import type { Example } from './result.js';

const COMPARED: Compared = {
  versions: {
    old: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
    emulating: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
    guide: { binary: '1.37.2', emulated: '1.37', minCompatibility: '1.36' },
  },
  featureGates: '',
};

const PROGRAMS = { etcd: '/a/etcd', old: '/a b/kube-apiserver', emulating: '/c/kube-apiserver' };

function finding(object: Json, target: Partial<Example['question']['target']> = {}): Finding {
  const example: Example = {
    class: 'persisted',
    question: {
      target: { groupVersion: 'apps/v1', resource: 'deployments', namespace: 'ours', ...target },
      inOld: true,
      inEmulating: true,
    },
    value: true,
    object,
    at: 'spec.new',
    old: { kind: 'dropped' },
    emulating: { kind: 'kept', value: true },
    guide: { kind: 'kept', value: true },
    elsewhere: [],
  };
  const shownAt = { groupVersion: 'apps/v1', resource: 'deployments', subresource: '' as const, path: 'spec.new' };
  return {
    id: 'persisted Spec.new',
    class: 'persisted',
    cause: 'Spec.new',
    declaredAs: 'Spec.new',
    gates: [],
    isNew: true,
    places: [shownAt],
    shownAt,
    example,
  };
}

const OBJECT: Json = {
  metadata: { name: 'x', namespace: 'ours' },
  spec: { new: true, text: `it's $(touch /tmp/never) "so"` },
};

/** Only reads it: unknown words, open quotes and the like are errors. */
function requireShell(script: string | undefined): void {
  execFileSync('bash', ['-n'], { input: script ?? '' });
}

describe('a script that reproduces a finding', () => {
  it('is one that a shell understands, and asks both releases the same', () => {
    const script = reproduceScript(finding(OBJECT), COMPARED, PROGRAMS);
    requireShell(script);
    expect(script).toContain(`start_api "$NEW" --emulated-version=1.36\n`);
    expect(script).toContain(`OBJECT='/apis/apps/v1/namespaces/ours/deployments/x'`);
    expect(script?.match(/^ask >/gm)).toHaveLength(2);
  });

  it('makes the very object, whatever is in it', () => {
    const script = reproduceScript(finding(OBJECT), COMPARED, PROGRAMS) ?? '';
    const [, content = ''] = /<<'END_OF_DOCUMENT'\n(.*?)\nEND_OF_DOCUMENT/s.exec(script) ?? [];
    expect(JSON.parse(content)).toEqual(OBJECT);
  });

  it('creates the object first where a part of it is written, and there is none without that object', () => {
    const part = { subresource: 'status', of: 'x' } as const;
    const status = finding({ status: { new: true } }, { part });
    const base = { metadata: { name: 'y', namespace: 'ours' } };
    expect(reproduceScript(status, COMPARED, PROGRAMS)).toBeUndefined();
    const script = reproduceScript(
      { ...status, proof: { write: 'taken', base, rollback: 'intact' } },
      COMPARED,
      PROGRAMS,
    );
    requireShell(script);
    expect(script).toContain(`OBJECT='/apis/apps/v1/namespaces/ours/deployments/y'`);
    expect(script).toContain('api PATCH "$OBJECT/status"');
  });

  it('gives the gates that were planted to the emulating server alone', () => {
    const script = reproduceScript(finding(OBJECT), { ...COMPARED, featureGates: 'A=true' }, PROGRAMS);
    requireShell(script);
    expect(script?.match(/--feature-gates='A=true'/g)).toHaveLength(1);
  });

  it('names no namespace for a kind without one', () => {
    const script = reproduceScript(
      finding({ metadata: { name: 'x' } }, { groupVersion: 'v1', resource: 'nodes', namespace: '' }),
      COMPARED,
      PROGRAMS,
    );
    requireShell(script);
    expect(script).toContain(`OBJECT='/api/v1/nodes/x'`);
    expect(script).not.toContain('/api/v1/namespaces -d');
  });
});
