import type { Json } from '../../model/observation.js';

/** The same shape without `readonly`, so that a test can break one thing of it. JSON values are replaced whole. */
export type Mutable<T> = [Json] extends [T]
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : { -readonly [K in keyof T]: Mutable<T[K]> };
