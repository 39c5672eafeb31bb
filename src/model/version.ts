/** A Kubernetes minor release, e.g. `1.36`. */
export type Minor = `1.${number}`;

/** A Kubernetes patch release without a leading `v`, e.g. `1.36.3` or `1.37.0-rc.1`. */
export type Release = `1.${number}.${string}`;

const MINOR = /^1\.(0|[1-9]\d{0,2})$/;
const RELEASE = /^1\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,3})(-(alpha|beta|rc)\.\d+)?$/;

/** Says whether `text` is a minor such as `1.36`. */
export function isMinor(text: string): text is Minor {
  return MINOR.test(text);
}

/** Says whether `text` is a patch release such as `1.36.3`. */
export function isRelease(text: string): text is Release {
  return RELEASE.test(text);
}

/** The minor a release belongs to: `1.36.3` gives `1.36`. */
export function minorOf(release: Release): Minor {
  return `1.${minorNumber(release)}`;
}

/** The number behind `1.`, so that minors compare as numbers: `1.9` comes before `1.10`. */
export function minorNumber(version: Minor | Release): number {
  return Number(version.split('.')[1]);
}

/** The minor `distance` steps away; negative goes back. `addMinors('1.36', 1)` gives `1.37`. */
export function addMinors(minor: Minor, distance: number): Minor {
  return `1.${minorNumber(minor) + distance}`;
}

/** Orders minors and releases by minor: negative when `a` is older. Patches are not looked at. */
export function compareMinors(a: Minor | Release, b: Minor | Release): number {
  return minorNumber(a) - minorNumber(b);
}

/** All minors from one to another, both included; none when the first is newer. */
export function minorsBetween(first: Minor, last: Minor): Minor[] {
  const minors: Minor[] = [];
  for (let minor = first; compareMinors(minor, last) <= 0; minor = addMinors(minor, 1)) minors.push(minor);
  return minors;
}
