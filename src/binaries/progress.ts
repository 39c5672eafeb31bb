/** What happens while programs are made ready. Numbers are bytes and seconds. */
export type BinariesProgress =
  | { readonly type: 'waiting'; readonly forWhat: string }
  | { readonly type: 'damaged'; readonly path: string; readonly reason: string }
  | { readonly type: 'source-failed'; readonly source: string; readonly reason: string }
  | {
      readonly type: 'downloading';
      readonly file: string;
      readonly received: number;
      /** Unknown when the server does not say. */
      readonly total: number | undefined;
      readonly secondsLeft: number | undefined;
    }
  | { readonly type: 'building'; readonly what: string; readonly elapsed: number }
  | { readonly type: 'ready'; readonly program: string; readonly version: string; readonly source: string };

/** Where progress goes. */
export type ProgressSink = (progress: BinariesProgress) => void;

/** One plain line for people. */
export function describeProgress(progress: BinariesProgress): string {
  switch (progress.type) {
    case 'waiting':
      return `waiting for ${progress.forWhat}`;
    case 'damaged':
      return `${progress.path} is damaged (${progress.reason}); making it again`;
    case 'source-failed':
      return `${progress.source}: ${progress.reason}`;
    case 'downloading': {
      const of = progress.total === undefined ? '' : ` of ${megabytes(progress.total)}`;
      const left = progress.secondsLeft === undefined ? '' : `, ${Math.ceil(progress.secondsLeft)} s left`;
      return `downloading ${progress.file}: ${megabytes(progress.received)}${of} MB${left}`;
    }
    case 'building':
      return `${progress.what}, ${Math.floor(progress.elapsed)} s so far`;
    case 'ready':
      return `${progress.program} ${progress.version} is ready (${progress.source})`;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
