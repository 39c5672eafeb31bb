import type { ProductName, ProgramName } from './products.js';
import type { BinariesRequest } from './request.js';

/** The part of `go mod edit -json` that matters here. */
export interface UpstreamModFile {
  readonly Go?: string;
  readonly GoDebug?: readonly { readonly Key: string; readonly Value: string }[] | null;
  readonly Require?: readonly { readonly Path: string; readonly Version: string }[] | null;
  readonly Replace?:
    readonly { readonly Old: { readonly Path: string }; readonly New: { readonly Path: string } }[] | null;
}

/** The part of a module's `.info` file that matters here. */
export interface ModuleInfo {
  /** When the version was made, RFC 3339. */
  readonly Time?: string;
  /** Only some proxies tell where the module comes from. */
  readonly Origin?: { readonly Hash?: string };
}

/** What is stamped into a program besides its version. Both depend on the module only, so builds are repeatable. */
export interface BuildStamp {
  /** 40 hex digits; zeros when the proxy does not tell. */
  readonly commit: string;
  /** RFC 3339. */
  readonly date: string;
}

/** The module whose go.mod decides the versions of all dependencies. */
export function mainModule({ product }: Pick<BinariesRequest, 'product'>): string {
  return MODULES[product];
}

const MODULES: Readonly<Record<ProductName, string>> = {
  kubernetes: 'k8s.io/kubernetes',
  etcd: 'go.etcd.io/etcd/server/v3',
  kind: 'sigs.k8s.io/kind',
  kwok: 'sigs.k8s.io/kwok',
  containerd: 'github.com/containerd/containerd/v2',
};

/** The import path of a program's main package. */
export function packageOf(request: BinariesRequest, program: ProgramName): string {
  switch (request.product) {
    case 'kubernetes':
    case 'kwok':
    case 'containerd':
      return `${mainModule(request)}/cmd/${program}`;
    case 'etcd':
      return `go.etcd.io/etcd/${program === 'etcd' ? 'server' : program}/v3`;
    case 'kind':
      return mainModule(request);
  }
}

/** Go's flags for build tags: containerd goes without the file systems that a node has no use for. */
export function buildTags({ product }: Pick<BinariesRequest, 'product'>): readonly string[] {
  return product === 'containerd' ? ['-tags', 'no_btrfs,no_devmapper,no_zfs,no_aufs'] : [];
}

/**
 * The text of a go.mod from which the programs can be built. k8s.io/kubernetes cannot be installed by name because its
 * go.mod replaces its libraries by folders of its repository; they are published under their own names as v0.Y.Z for
 * v1.Y.Z. The `go` and `godebug` lines are upstream's: they decide the runtime's defaults.
 */
export function goModText(
  request: BinariesRequest,
  upstream: UpstreamModFile,
  programs: readonly ProgramName[],
): string {
  const lines = ['module kube-rehearse.invalid/build', ''];
  if (upstream.Go) lines.push(`go ${upstream.Go}`);
  for (const { Key, Value } of upstream.GoDebug ?? []) lines.push(`godebug ${Key}=${Value}`);
  for (const module of requiredModules(request, programs)) lines.push(`require ${module} v${request.version}`);
  if (request.product === 'kubernetes') {
    const library = `v0${request.version.slice(1)}`;
    for (const path of stagedLibraries(upstream)) lines.push(`replace ${path} => ${path} ${library}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The text of a Go file that keeps the programs' packages in the module; never compiled itself. */
export function importsText(request: BinariesRequest, programs: readonly ProgramName[]): string {
  const imports = programs.map((program) => `import _ "${packageOf(request, program)}"`);
  return ['//go:build tools', '', 'package tools', '', ...imports, ''].join('\n');
}

/** The linker's flags: the version stamps upstream's own release build sets, and no symbol table. */
export function linkerFlags(request: BinariesRequest, stamp: BuildStamp): string {
  return ['-s', '-w', ...stamps(request, stamp).map(([name, value]) => `-X ${name}=${value}`)].join(' ');
}

function stamps(request: BinariesRequest, stamp: BuildStamp): [string, string][] {
  switch (request.product) {
    case 'etcd':
      return [['go.etcd.io/etcd/api/v3/version.GitSHA', stamp.commit.slice(0, 7)]];
    case 'containerd': {
      const path = `${mainModule(request)}/version`;
      return [
        [`${path}.Version`, `v${request.version}`],
        [`${path}.Revision`, stamp.commit],
      ];
    }
    case 'kind':
    case 'kwok':
      // their versions are constants, and without a commit they are a release's
      return [];
    case 'kubernetes':
      return kubernetesStamps(request.version, stamp);
  }
}

function kubernetesStamps(version: string, stamp: BuildStamp): [string, string][] {
  const [major = '', minor = ''] = version.split('.');
  const values: Readonly<Record<string, string>> = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitCommit: stamp.commit,
    // what Kubernetes itself says of a build from exported sources
    gitTreeState: 'archive',
    buildDate: stamp.date,
  };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages.flatMap((path) =>
    Object.entries(values).map(([name, value]): [string, string] => [`${path}.${name}`, value]),
  );
}

/** Reads what to stamp from a module's `.info`. */
export function buildStamp(info: ModuleInfo): BuildStamp {
  const hash = info.Origin?.Hash ?? '';
  return {
    commit: /^[0-9a-f]{40}$/.test(hash) ? hash : '0'.repeat(40),
    date: info.Time ?? '1970-01-01T00:00:00Z',
  };
}

function requiredModules(request: BinariesRequest, programs: readonly ProgramName[]): string[] {
  if (request.product !== 'etcd') return [mainModule(request)];
  return [...new Set([mainModule(request), ...programs.map((program) => packageOf(request, program))])];
}

function stagedLibraries(upstream: UpstreamModFile): string[] {
  const replaced = (upstream.Replace ?? []).filter(({ New }) => New.Path.startsWith('./staging/'));
  const unversioned = (upstream.Require ?? []).filter(
    ({ Path, Version }) => Version === 'v0.0.0' && Path.startsWith('k8s.io/'),
  );
  return [...new Set([...replaced.map(({ Old }) => Old.Path), ...unversioned.map(({ Path }) => Path)])].sort();
}
