import { parseOverride, type BinariesOverride } from '../binaries/overrides.js';

/** Adds one `--binaries VERSION=DIR` to those before it. Throws InvalidArgumentError. */
export function collectOverride(text: string, earlier: readonly BinariesOverride[]): BinariesOverride[] {
  return [...earlier, parseOverride(text)];
}
