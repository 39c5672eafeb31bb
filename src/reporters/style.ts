/** Colours of a terminal; every function returns its text unchanged when colour is off. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

/** `text` must be printable already: it is put between escape sequences as it is. */
export function style(color: boolean): Style {
  const sgr = (on: number, off: number) => (text: string) => (color ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), green: sgr(32, 39), yellow: sgr(33, 39) };
}

/** True where cursor movement is welcome: a terminal that is not `TERM=dumb`. */
export function canRewrite(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** True where colour is welcome: the same, and `NO_COLOR` unset or empty (no-color.org). */
export function canColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return canRewrite(stream, env) && (env['NO_COLOR'] ?? '') === '';
}
