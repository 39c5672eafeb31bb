const NEWLINE = 0x0a;

/**
 * The lines of a stream of bytes, without their ends, as they become whole; returns what is left behind the last end. Only a line feed ends a
 * line (node:readline also splits at U+2028, which JSON allows inside strings).
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, string, undefined> {
  let pending: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...pending, chunk.subarray(from, at)]).toString('utf8');
      pending = [];
      from = at + 1;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
  return Buffer.concat(pending).toString('utf8');
}
