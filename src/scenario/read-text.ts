import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { messageOf } from '../support/errors.js';
import type { InputProblem } from './problems.js';

/** A file's text, or why there is none to read, or what is wrong with it. */
export type TextResult =
  { readonly text: string } | { readonly unreadable: string } | { readonly problem: InputProblem };

/** Reads a regular file of at most `maxBytes` bytes as UTF-8, without a byte order mark. `path` is also what a problem names. */
export async function readText(path: string, maxBytes: number): Promise<TextResult> {
  let bytes: Buffer;
  try {
    // Looked at before it is opened: opening a pipe would wait for a writer.
    const status = await stat(path);
    if (!status.isFile()) return { unreadable: 'is not a regular file' };
    if (status.size > maxBytes) return { unreadable: `has ${status.size} bytes, more than ${maxBytes}` };
    bytes = await readFile(path);
  } catch (error) {
    return {
      unreadable: REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? `cannot be read (${messageOf(error)})`,
    };
  }
  if (isUtf8(bytes)) return { text: new TextDecoder().decode(bytes) };
  const { byte, ...place } = firstBadByte(bytes);
  const found = `the byte 0x${byte.toString(16).padStart(2, '0')}`;
  return { problem: { file: path, ...place, field: '', found, expected: 'UTF-8 text' } };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
};

/** Where a text stops being UTF-8. Lines can be looked at one by one, for no multi-byte character contains a line feed. */
function firstBadByte(bytes: Buffer): { line: number; column: number; byte: number } {
  let start = 0;
  for (let line = 1; ; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    const content = bytes.subarray(start, end);
    if (!isUtf8(content)) {
      // The decoder puts one replacement character where the first bad sequence starts; what precedes it is sound.
      const sound = soundPrefix(content);
      return { line, column: content.subarray(0, sound).toString('utf8').length + 1, byte: content[sound] ?? 0 };
    }
    start = end + 1;
  }
}

/** Length in bytes of the longest start of a line that is whole UTF-8 characters. */
function soundPrefix(content: Buffer): number {
  let length = 0;
  while (length < content.length) {
    const size = [1, 2, 3, 4].find((bytes) => isUtf8(content.subarray(length, length + bytes)));
    if (size === undefined) break;
    length += size;
  }
  return Math.min(length, content.length - 1);
}
