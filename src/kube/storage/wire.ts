/** The bytes are not what the protobuf wire format allows; the message says at which offset. */
export class WireError extends Error {}

/** Wire types by number; `bytes` is what the protobuf encoding guide calls length-delimited. */
const WIRE_TYPES = ['varint', 'fixed64', 'bytes', 'group', 'end of group', 'fixed32'];

/** The name of a wire type. */
export function wireTypeName(wireType: number): string {
  return WIRE_TYPES[wireType] ?? `wire type ${wireType}`;
}

/** Reads protobuf primitives from a window of a buffer; throws WireError where the bytes end early or make no sense. */
export class WireReader {
  readonly bytes: Buffer;
  pos = 0;
  end: number;
  damagedText = false;
  // the two halves of the last varint, both unsigned: a BigInt for each would be far slower
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.byteLength;
  }

  /** A field's tag: its number times 8, plus the wire type. */
  tag(): number {
    this.#varint();
    if (this.#high !== 0 || this.#low < 8) throw this.error('impossible field number');
    return this.#low;
  }

  bool(): boolean {
    this.#varint();
    return this.#low !== 0 || this.#high !== 0;
  }

  int32(): number {
    this.#varint();
    return this.#low | 0;
  }

  /** A number, or its decimal text where a JavaScript number would not be exact. */
  int64(): number | string {
    this.#varint();
    const value = (this.#high | 0) * 0x1_0000_0000 + this.#low;
    if (Number.isSafeInteger(value)) return value;
    return BigInt.asIntN(64, (BigInt(this.#high) << 32n) | BigInt(this.#low)).toString();
  }

  double(): number {
    return this.bytes.readDoubleLE(this.#advance(8));
  }

  /** Text; bytes that are not UTF-8 become U+FFFD and set `damagedText`. */
  string(): string {
    const length = this.#length();
    const start = this.#advance(length);
    const text = this.bytes.toString('utf8', start, this.pos);
    if (text.includes('\uFFFD')) this.damagedText ||= !Buffer.from(text).equals(this.bytes.subarray(start, this.pos));
    return text;
  }

  /** A view of the bytes, not a copy. */
  blob(): Buffer {
    const length = this.#length();
    const start = this.#advance(length);
    return this.bytes.subarray(start, this.pos);
  }

  /** Reads a length and narrows the window to that many bytes; returns what to give to `leave`. */
  enter(): number {
    const outer = this.end;
    const length = this.#length();
    this.end = this.pos + length;
    return outer;
  }

  /** Goes to the end of the narrowed window and opens the outer one again. */
  leave(outer: number): void {
    this.pos = this.end;
    this.end = outer;
  }

  /** Steps over the value of a field whose tag was read. */
  skip(wireType: number): void {
    let depth = 0;
    for (let type = wireType; ; type = this.tag() & 7) {
      if (type === 0) this.#varint();
      else if (type === 1) this.#advance(8);
      else if (type === 2) this.#advance(this.#length());
      else if (type === 3) depth += 1;
      else if (type === 4 && depth > 0) depth -= 1;
      else if (type === 5) this.#advance(4);
      else throw this.error(`unexpected ${wireTypeName(type)}`);
      if (depth === 0) return;
    }
  }

  error(what: string): WireError {
    return new WireError(`${what} (near byte ${this.pos})`);
  }

  #length(): number {
    this.#varint();
    const left = this.end - this.pos;
    if (this.#high !== 0 || this.#low > left) throw this.error('cut off: a length goes beyond the end');
    return this.#low;
  }

  /** Moves on and returns where it was. */
  #advance(count: number): number {
    const start = this.pos;
    if (count > this.end - start) throw this.error('cut off in the middle of a value');
    this.pos = start + count;
    return start;
  }

  #varint(): void {
    const { bytes, end } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw this.error('cut off in the middle of a number');
      const byte = bytes[this.pos++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift > 28) high |= bits << (shift - 32);
      else {
        low |= bits << 28;
        high |= bits >>> 4;
      }
      if (byte < 0x80) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw this.error('a number of more than ten bytes');
  }
}

/** The bytes of a varint. */
export function encodeVarint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
