/**
 * A terminal's screen as far as reporters use it: line feed, carriage return, cursor up, erase line, colours. Throws at any other
 * control character, and where a line would wrap.
 */
export class Screen {
  readonly isTTY = true;
  /** Everything written so far. */
  written = '';
  readonly #rows: string[] = [''];
  #row = 0;

  constructor(readonly columns: number) {}

  write(text: string): void {
    this.written += text;
    const token = /\p{Cc}\[(\d*)([A-Za-z])|([\n\r])|([^\p{Cc}]+)/uy;
    while (token.lastIndex < text.length) {
      const at = token.lastIndex;
      const match = token.exec(text);
      if (!match) throw new Error(`unexpected control character: ${JSON.stringify(text.slice(at, at + 10))}`);
      const [, number = '', command, control, shown] = match;
      if (shown !== undefined) this.#print(shown);
      if (control === '\n') this.#down();
      if (command !== undefined) this.#command(`${number}${command}`);
    }
  }

  /** The rows as they stand. */
  lines(): string[] {
    return [...this.#rows];
  }

  #print(text: string): void {
    this.#rows[this.#row] += text;
    if ([...this.#rows[this.#row]!].length >= this.columns) throw new Error(`the line wraps: ${this.#rows[this.#row]}`);
  }

  #down(): void {
    this.#row += 1;
    this.#rows[this.#row] ??= '';
  }

  #command(command: string): void {
    if (command === '2K') this.#rows[this.#row] = '';
    else if (command === '1A') this.#row -= 1;
    else if (!command.endsWith('m')) throw new Error(`unexpected command: ${command}`);
    while (this.#rows.length > this.#row + 1 && this.#rows.at(-1) === '') this.#rows.pop();
  }
}
