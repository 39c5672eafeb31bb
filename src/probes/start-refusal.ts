/**
 * What a Kubernetes component said when it gave up, out of its log: the error of its last `command failed`, or of a command line
 * that it could not read. Null where it said neither.
 */
export function refusalIn(log: string): string | null {
  const said = [...log.matchAll(/^(?:E.*"command failed" err=("(?:[^"\\]|\\.)*")|Error: (.*))$/gm)].at(-1);
  if (!said) return null;
  const [, quoted, plain] = said;
  return quoted === undefined ? (plain ?? null) : unquoted(quoted);
}

/** Go quotes as JSON does, but for a few control characters, which stay as they are. */
function unquoted(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}
