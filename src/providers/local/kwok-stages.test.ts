import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { kwokArguments } from './kwok-nodes.js';
import { kwokConfig } from './kwok-stages.js';

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly { readonly key: string; readonly operator: string }[] };
  };
}

describe('kwok', () => {
  const stages = parseAllDocuments(kwokConfig()).map((document) => document.toJS() as Stage);

  it('is told one stage a document, none of which ends a pod that nobody deletes', () => {
    expect(stages.map(({ metadata }) => metadata.name)).toEqual(['node-ready', 'pod-run', 'pod-delete']);
    const ends = stages.find(({ metadata }) => metadata.name === 'pod-delete');
    expect(ends?.spec.selector.matchExpressions).toEqual([{ key: '.metadata.deletionTimestamp', operator: 'Exists' }]);
  });

  it('listens nowhere and plays only the nodes that are its own', () => {
    const args = kwokArguments({ config: '/c', kubeconfig: '/k' }).join(' ');
    expect(args).toContain('--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake');
    expect(args).not.toMatch(/server-address|node-port|manage-all-nodes/);
  });
});
