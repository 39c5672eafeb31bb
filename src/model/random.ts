/** A stream of numbers in [0, 1) that depends on nothing but its seed and its name (mulberry32 over an FNV-1a hash). */
export function randomStream(seed: number, name: string): () => number {
  // the seed is part of the hashed text and must not be its start too: there 1 and the digit 1 take each other away, as 2 and 2 do
  let state = 0x811c9dc5;
  for (const character of `${seed} ${name}`) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of these, chosen by a random stream. Throws when there are none. */
export function chooseOne<T>(from: readonly T[], random: () => number): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}
