import type { Strength } from './guarantee.js';

const KEP = 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/4330-compatibility-versions';

/** KEP-4330 at one of its sections, the way a table of contents links it. */
export function kep4330(section: string): string {
  const anchor = section
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
  return `[KEP-4330, ${section}](${KEP}#${anchor})`;
}

/** Which default objects a release writes is not versioned; only a real fresh server can say what they are. */
export const DEFAULT_OBJECTS: Strength = {
  of: 'objects that a fresh server of the version acted as writes by itself',
  severity: 'note',
  because: 'default objects are reconciled at start and are not versioned; the fresh server has the very same',
};

/** What a person reads in a refusal; programs go by its reason and causes. */
export const WORDING: Strength = {
  of: 'the wording of a refusal for the same reason and causes',
  severity: 'note',
  because: 'messages are for people, and may change at any time (API conventions, response status kind)',
};
