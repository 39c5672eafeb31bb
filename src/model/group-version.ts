/** The group of a group version: `apps` for `apps/v1`, empty for `v1`. */
export function groupOf(groupVersion: string): string {
  const slash = groupVersion.indexOf('/');
  return slash < 0 ? '' : groupVersion.slice(0, slash);
}

/** The version of a group version: `v1` for `apps/v1` and for `v1`. */
export function versionOf(groupVersion: string): string {
  return groupVersion.slice(groupVersion.indexOf('/') + 1);
}
