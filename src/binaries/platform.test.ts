import { expect, it } from 'vitest';
import { requirePlatform } from './platform.js';

it('Linux on amd64 and arm64 is accepted, in the words of Go', () => {
  expect(requirePlatform('linux', 'x64')).toBe('amd64');
  expect(requirePlatform('linux', 'arm64')).toBe('arm64');
});

it.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'ia32'],
])('%s %s is refused with exit code 4 and a remedy', (platform, arch) => {
  expect(() => requirePlatform(platform, arch)).toThrow(
    expect.objectContaining({
      code: 'platform-unsupported',
      exitCode: 4,
      message: expect.stringContaining(`${platform} ${arch}`) as string,
      remedy: expect.stringContaining('Linux') as string,
    }) as Error,
  );
});
