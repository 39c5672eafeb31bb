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
  | {
      readonly type: 'building';
      readonly what: string;
      readonly elapsed: number;
      /** Packages compiled so far and in all; unknown before they are counted. */
      readonly packages?: { readonly done: number; readonly of: number };
    }
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
      return `${progress.what}, ${Math.floor(progress.elapsed)} s so far${buildLeft(progress)}`;
    case 'ready':
      return `${progress.program} ${progress.version} is ready (${progress.source})`;
  }
}

/** What a piece of progress is about, the same for all of one piece of work; undefined for what happens once. */
export function workOf(progress: BinariesProgress): string | undefined {
  switch (progress.type) {
    case 'downloading':
      return `downloading ${progress.file}`;
    case 'building':
      return progress.what;
    case 'waiting':
    case 'damaged':
    case 'source-failed':
    case 'ready':
      return undefined;
  }
}

/** Packages differ in size, so the time left is told roughly, and only once a tenth is done. */
function buildLeft({ elapsed, packages }: Extract<BinariesProgress, { type: 'building' }>): string {
  if (!packages || packages.of === 0) return '';
  const { done, of } = packages;
  const counted = `, ${done} of ${of} packages`;
  if (done >= of) return `${counted}, linking`;
  if (done < of / 10) return counted;
  return `${counted}, about ${Math.ceil((elapsed * (of - done)) / done)} s left`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
