import { describe, expect, it } from 'vitest';
import { fieldsOf } from './field.js';
import { formatFieldPath } from './field-path.js';
import { ROOT, TYPES } from './testing/types.js';

const fields = fieldsOf(TYPES, ROOT);

describe('the fields of a kind', () => {
  it('are its leaves, through references, lists and maps, without metadata', () => {
    expect(fields.map(({ path }) => formatFieldPath(path))).toEqual([
      'spec.volumes[].name',
      'spec.volumes[].empty',
      'spec.volumes[].nfs.server',
      'spec.volumes[].nfs.path',
      'spec.volumes[].nfs.readOnly',
      'spec.labels{}',
      'spec.limits{}.max',
      'spec.mode',
      'spec.inner.word',
      'status.phase',
    ]);
  });

  it('are named after the type that declares them, so that one cause has one name in every kind', () => {
    const declared = Object.fromEntries(fields.map(({ path, declaredAs }) => [formatFieldPath(path), declaredAs]));
    expect(declared).toMatchObject({
      'spec.volumes[].nfs.server': 'Nfs.server',
      'spec.labels{}': 'Spec.labels',
      'spec.limits{}.max': 'Limit.max',
      'spec.volumes[].empty': 'Volume.empty',
      'status.phase': 'Status.phase',
    });
  });

  it('end where a type would be inside itself', () => {
    expect(fields.filter(({ declaredAs }) => declaredAs === 'Inner.word')).toHaveLength(1);
  });
});

describe('types', () => {
  it('of a kind are those of its objects, not of its lists, and of no other group', () => {
    expect(ROOT.type).toBe('Pod');
    expect(TYPES.ofKind('v1', 'Pod')).toBeUndefined();
    expect(TYPES.ofKind('apps/v1beta1', 'Pod')).toBeUndefined();
  });

  it('are followed through the wrapper that carries a description of their own', () => {
    const status = ROOT.schema.properties?.['status'] ?? {};
    expect(TYPES.follow(status, 'Pod')).toMatchObject({ type: 'Status', schema: { description: 'as seen' } });
  });
});
