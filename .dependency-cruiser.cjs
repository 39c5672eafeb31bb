/** Who may import whom: docs/architecture.md, "Layout". A folder that is not in the table may import nothing of ours. */
const MAY_IMPORT = {
  model: [],
  support: ['model'],
  scenario: ['model', 'support'],
  plan: ['model'],
  binaries: ['model', 'support'],
  containers: ['model', 'support', 'binaries'],
  providers: ['model', 'support', 'binaries', 'containers'],
  kube: ['model', 'support'],
  workload: ['model', 'support', 'kube'],
  probes: ['model', 'support', 'kube', 'providers'],
  fields: ['model', 'assertions'],
  'field-probe': ['model', 'support', 'kube', 'workload', 'probes', 'providers', 'fields'],
  matrix: ['model', 'support', 'plan', 'kube', 'probes', 'providers', 'faults'],
  atlas: ['model', 'support', 'plan', 'probes', 'providers', 'matrix'],
  faults: ['model', 'support', 'kube', 'providers'],
  runner: ['model', 'support', 'kube', 'workload', 'probes', 'providers', 'faults'],
  assertions: ['model'],
  explore: ['model', 'plan', 'assertions', 'support'],
  reporters: ['model', 'support'],
  action: ['support', 'binaries', 'reporters', 'cli'],
};

const importTable = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  severity: 'error',
  comment: `src/${folder} imports ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'}`,
  from: { path: `^src/${folder}/`, pathNot: '\\.test\\.ts$|/testing/' },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}));

module.exports = {
  forbidden: [
    ...importTable,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-folders',
      severity: 'error',
      comment: 'what computes a plan or a verdict depends on its arguments only',
      from: { path: '^src/(model|plan|assertions|fields)/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    {
      name: 'providers-behind-their-interface',
      severity: 'error',
      from: { path: '^src/(probes|runner|workload|faults|field-probe|matrix|atlas)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/providers/(local|kind)/' },
    },
    {
      name: 'zx-only-in-scripts',
      severity: 'error',
      from: { pathNot: '^scripts/' },
      to: { path: 'node_modules/zx/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
