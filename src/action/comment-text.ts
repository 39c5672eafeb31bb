/** GitHub takes 65,536 characters; the marker and the last lines need some. */
const LENGTH = 64_000;

/** What a comment is made of. */
export interface CommentParts {
  /** summary.md of the merged runs; undefined where nothing was run. */
  readonly summary: string | undefined;
  /** The workflow's run. */
  readonly runUrl: string;
  /** The uploaded directory; empty where nothing was uploaded. */
  readonly artifactUrl: string;
}

/** The text of a comment: the summary, cut at a line's end where it is too long, and where to read on. */
export function commentText({ summary, runUrl, artifactUrl }: CommentParts): string {
  const text = summary ?? '# Rehearsals: nothing was run\n\nThe log of the workflow says why.\n';
  const links = [`[workflow run](${runUrl})`, ...(artifactUrl === '' ? [] : [`[reports](${artifactUrl})`])];
  const end = `\n${links.join(' · ')}\n`;
  if (text.length + end.length <= LENGTH) return text + end;
  const shown = text.slice(0, LENGTH - 1_000);
  const lines = shown.slice(0, shown.lastIndexOf('\n'));
  return `${lines}\n\nThis is cut; summary.md among the reports has all of it.\n${end}`;
}

/** What tells the comments of one job from all others: invisible, and the same at every push. */
export function commentMarker(key: string): string {
  return `<!-- kube-rehearse ${encodeURIComponent(key)} -->`;
}
