import { describe, expect, it } from 'vitest';
import { defaultCataloguePath, loadCatalogue, parseCatalogue } from './catalogue.js';

const GOOD = `stable: '1.37'
kubernetes:
  '1.36': { release: 1.36.3, etcd: 3.6.8 }
  '1.37': { release: 1.37.2, etcd: 3.7.0 }
tools: { kind: 0.33.0, kwok: 0.8.0, containerd: 2.3.7 }
nodeImages: {}
`;

describe('the catalogue of versions', () => {
  it('that ships with the package is valid and holds the stable minor and the one before', async () => {
    const catalogue = await loadCatalogue(defaultCataloguePath());
    expect(catalogue.kubernetes[catalogue.stable]).toBeDefined();
    expect(Object.keys(catalogue.kubernetes).length).toBeGreaterThan(1);
  });

  it('gives release and etcd of each minor', () => {
    expect(parseCatalogue(GOOD, 'v.yaml')).toEqual({
      stable: '1.37',
      kubernetes: { '1.36': { release: '1.36.3', etcd: '3.6.8' }, '1.37': { release: '1.37.2', etcd: '3.7.0' } },
      tools: { kind: '0.33.0', kwok: '0.8.0', containerd: '2.3.7' },
      nodeImages: {},
    });
  });

  it('reads an unquoted minor as it is written, not as a number', () => {
    const text =
      'stable: 1.30\nkubernetes: { 1.30: { release: 1.30.14, etcd: 3.5.15 } }\ntools: { kind: 0.33.0, kwok: 0.8.0, containerd: 2.3.7 }\nnodeImages: {}\n';
    expect(parseCatalogue(text, 'v.yaml').stable).toBe('1.30');
  });

  it('reports every problem at once with its line and column', () => {
    const text = `stable: '1.39'
kubernetes:
  '1.36': { release: 1.36, etcd: 3.6.8 }
  '1.37': { release: 1.37.2, etcd: latest, image: x }
tools: { kind: latest, kwok: 0.8.0, containerd: 2.3.7 }
nodeImages: { 1.36.4: sha256:abc }
`;
    expect(() => parseCatalogue(text, 'v.yaml')).toThrow(
      expect.objectContaining({
        code: 'catalogue-invalid',
        exitCode: 3,
        message: [
          'v.yaml:1:9: stable: expected one of the minors below `kubernetes`',
          'v.yaml:3:22: kubernetes.1.36.release: expected a release such as 1.37.2',
          'v.yaml:4:11: kubernetes.1.37: Unrecognized key: "image"',
          'v.yaml:4:36: kubernetes.1.37.etcd: expected an etcd version such as 3.6.8',
          'v.yaml:5:16: tools.kind: expected a version such as 0.33.0',
          'v.yaml:6:23: nodeImages.1.36.4: expected a digest such as sha256:0123...',
        ].join('\n'),
      }) as Error,
    );
  });

  it('refuses a release below the wrong minor and a stable minor that is not listed', () => {
    const text = GOOD.replace("'1.37'", "'1.38'").replace('1.36.3', '1.35.3');
    expect(() => parseCatalogue(text, 'v.yaml')).toThrow(
      /^v\.yaml:1:9: stable: expected one of the minors .*\nv\.yaml:3:22: kubernetes\.1\.36\.release: expected a release of 1\.36$/,
    );
  });

  it('refuses a minor that is listed twice', () => {
    const text = GOOD.replace("'1.36':", "'1.37':");
    expect(() => parseCatalogue(text, 'v.yaml')).toThrow(/^v\.yaml:4:3: .*unique/);
  });

  it('says which file cannot be read', async () => {
    await expect(loadCatalogue('/does/not/exist.yaml')).rejects.toThrow(/cannot read.*\/does\/not\/exist\.yaml/);
  });
});
