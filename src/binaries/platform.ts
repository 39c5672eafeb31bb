import { RehearseError } from '../support/errors.js';

/** The architectures that upstream publishes and this project runs on, in Go's words. */
export type Architecture = 'amd64' | 'arm64';

const ARCHITECTURES: Readonly<Record<string, Architecture>> = { x64: 'amd64', arm64: 'arm64' };

/** The architecture of this machine. Throws RehearseError (exit 4) anywhere but on Linux amd64 and arm64. */
export function requirePlatform(platform: string = process.platform, arch: string = process.arch): Architecture {
  const architecture = ARCHITECTURES[arch];
  if (platform === 'linux' && architecture) return architecture;
  throw new RehearseError({
    code: 'platform-unsupported',
    message: `the control plane's programs run on Linux amd64 and arm64 only; this is ${platform} ${arch}`,
    remedy: 'run kube-rehearse on a Linux machine, in a Linux virtual machine or in a Linux container',
  });
}
