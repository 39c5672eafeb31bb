import type { Finding } from '../findings.js';
import type { Example } from '../result.js';

/** A leak: the emulating server keeps a field that the old one drops. */
export function sampleFinding(change: Partial<Finding> = {}, example: Partial<Example> = {}): Finding {
  const shownAt = { groupVersion: 'v1', resource: 'pods', subresource: '' as const, path: 'spec.mode' };
  return {
    id: 'persisted PodSpec.mode',
    class: 'persisted',
    cause: 'PodSpec.mode',
    declaredAs: 'PodSpec.mode',
    gates: [],
    isNew: true,
    places: [shownAt],
    shownAt,
    example: {
      class: 'persisted',
      question: {
        target: { groupVersion: 'v1', resource: 'pods', namespace: 'ours' },
        inOld: false,
        inEmulating: true,
      },
      value: 'a',
      object: { metadata: { name: 'x', namespace: 'ours' }, spec: { mode: 'a' } },
      at: 'spec.mode',
      old: { kind: 'dropped' },
      emulating: { kind: 'kept', value: 'a' },
      guide: { kind: 'kept', value: 'a' },
      elsewhere: [],
      ...example,
    },
    ...change,
  };
}
