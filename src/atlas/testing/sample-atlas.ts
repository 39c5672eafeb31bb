import type { Atlas } from '../../model/atlas.js';
import type { Minor } from '../../model/version.js';
import { assembleAtlas, type CellResult } from '../assemble.js';
import { atlasCells } from '../cells.js';
import type { CellObservation } from '../observation.js';
import type { PublishedLists } from '../published.js';

/** A name that would be more than text in a page that is made of strings. */
export const HOSTILE = '</script><img src=x onerror=alert(1)>';

/** Published lists with one gate and one resource. */
export const PUBLISHED: PublishedLists = {
  source: 'k8s.io/kubernetes@v1.36.3 h1:sum',
  gates: {
    Opened: [
      { version: '1.35', minCompatibility: null, enabled: false, stage: 'ALPHA' },
      { version: '1.36', minCompatibility: null, enabled: true, stage: '' },
    ],
  },
  resources: { 'v1 pods': 'get list (Pod, in namespaces)', 'v1alpha1 dreams': 'get (Dream, of the cluster)' },
  storage: { 'v1 pods': 'v1' },
  keps: { Opened: '4330' },
};

/** What a made-up server of 1.36.3 that emulates a minor shows. */
export function sampleSections(emulated: Minor): CellObservation['sections'] {
  return {
    resources: { 'v1 pods': 'get list (Pod, in namespaces)' },
    'storage versions': { 'v1 pods': emulated === '1.36' ? 'v1' : 'v1beta1' },
    gates: emulated === '1.36' ? { Opened: 'on, GA', [HOSTILE]: 'off, ALPHA' } : { Opened: 'off, ALPHA' },
    cel: { 'CustomResourceDefinition rule with ip (1.30)': 'accepted' },
    admission: { LimitRanger: 'admit, validate' },
    'default objects': { 'namespaces/default': `{\n  "kind": "Namespace",\n  "emulated": "${emulated}"\n}` },
    fields: { 'io.k8s.api.core.v1.PodSpec.hostUsers': 'boolean' },
    flags: { 'kube-apiserver --v': 'Level' },
    settings: { 'kube-scheduler parallelism': '16' },
  };
}

/** An atlas of 1.36.3 at 1.35 and 1.36. The results of cells can be replaced. */
export function sampleAtlas(replaced: Readonly<Record<string, CellResult>> = {}): Atlas {
  const cells = atlasCells(['1.36.3'], ['1.35', '1.36']);
  const results = Object.fromEntries(
    cells.map((cell): [string, CellResult] => [
      cell.id,
      { schemaVersion: 1, cell, programs: {}, sections: sampleSections(cell.version.emulated), problems: [] },
    ]),
  );
  return assembleAtlas({
    frame: { harnessVersion: '0.1.0', etcd: '3.6.8', binaries: ['1.36.3'], programs: {}, emulated: 'all', shard: null },
    cells,
    results: { ...results, ...replaced },
    published: { '1.36.3': PUBLISHED, '1.35': { unavailable: 'the sources of 1.35.4 could not be had' } },
    probes: [],
  });
}
