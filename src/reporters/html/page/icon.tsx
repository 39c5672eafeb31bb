import type { JSX } from 'preact';

/** Strokes on a square of 16. */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4 12 12 M12 4 4 12',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.2 8 10 M8 12.6v.2',
  back: 'M6.5 3.5 3 7l3.5 3.5 M3 7h6.5a3.2 3.2 0 0 1 0 6.4H7',
  leak: 'M8 2.5C10.5 5.7 12 7.7 12 9.7a4 4 0 0 1-8 0c0-2 1.5-4 4-7.2Z',
  barred: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2 M4 4l8 8',
  dash: 'M4 8h8',
  up: 'M8 13V3.5 M4 7.5l4-4 4 4',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6 M8 1.2v1.4 M8 13.4v1.4 M1.2 8h1.4 M13.4 8h1.4 M3.2 3.2l1 1 M11.8 11.8l1 1 M12.8 3.2l-1 1 M4.2 11.8l-1 1',
  moon: 'M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7Z',
  auto: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2 M8 2.5v11 M10 4v8 M12 5.5v5',
  copy: 'M5.5 5.5V3h7.5v7.5h-2.5 M3 5.5h7.5V13H3Z',
} as const;

/** The name of a sign. */
export type IconName = keyof typeof PATHS;

/** A sign in the colour of the text around it; the words beside it say the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
