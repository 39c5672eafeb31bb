const KEP = 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/4330-compatibility-versions';

/** KEP-4330 at one of its sections, the way a table of contents links it. */
export function kep4330(section: string): string {
  const anchor = section
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
  return `[KEP-4330, ${section}](${KEP}#${anchor})`;
}
