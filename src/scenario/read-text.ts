import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { messageOf } from '../support/errors.js';
import type { InputProblem } from './problems.js';

/** A file's text, or why it has none. */
export type TextResult = { readonly text: string } | { readonly problem: InputProblem };

/** Reads a regular file of at most `maxBytes` bytes as UTF-8, without a byte order mark. `path` is also what problems name. */
export async function readText(path: string, maxBytes: number): Promise<TextResult> {
  const refuse = (found: string, expected: string, line = 1, column = 1): TextResult => ({
    problem: { file: path, line, column, field: '', found, expected },
  });
  let bytes: Buffer;
  try {
    // Looked at before it is opened: opening a pipe would wait for a writer.
    const status = await stat(path);
    if (!status.isFile()) return refuse('something that is not a regular file', 'a YAML file');
    if (status.size > maxBytes) return refuse(`${status.size} bytes`, `at most ${maxBytes} bytes`);
    bytes = await readFile(path);
  } catch (error) {
    return refuse(`no readable file (${messageOf(error)})`, 'a YAML file');
  }
  if (bytes.length > maxBytes) return refuse(`${bytes.length} bytes`, `at most ${maxBytes} bytes`);
  if (!isUtf8(bytes)) {
    const { line, column, byte } = firstBadByte(bytes);
    return refuse(`the byte 0x${byte.toString(16).padStart(2, '0')}`, 'UTF-8 text', line, column);
  }
  return { text: new TextDecoder().decode(bytes) };
}

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
