import type { JSX } from 'preact';
import { Icon, type IconName } from './icon.js';

/** The colour families of the page; each always comes with an icon and a word. */
export type Tone = 'good' | 'bad' | 'warn' | 'muted' | 'accent';

const TONES: Readonly<Record<string, readonly [Tone, IconName]>> = {
  pass: ['good', 'check'],
  observed: ['good', 'check'],
  fail: ['bad', 'cross'],
  inconclusive: ['warn', 'question'],
  safe: ['good', 'back'],
  lossy: ['warn', 'leak'],
  impossible: ['bad', 'barred'],
  'not examined': ['muted', 'dash'],
  'not reached': ['muted', 'dash'],
};

/** The colour and the sign of an outcome. */
export function toneOf(word: string): readonly [Tone, IconName] {
  return TONES[word] ?? ['muted', 'dash'];
}

/** An outcome as a sign and a word. */
export function Badge({ word, more }: { readonly word: string; readonly more?: string }): JSX.Element {
  const [tone, icon] = toneOf(word);
  return (
    <span class={`badge ${tone}`}>
      <Icon name={icon} />
      {word}
      {more !== undefined && <span class="more"> {more}</span>}
    </span>
  );
}
