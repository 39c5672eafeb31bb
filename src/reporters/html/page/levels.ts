import type { StopView } from '../report-data.js';

/** One height of the ladder: the stops that act as the same version. */
export interface Level {
  readonly version: StopView['version'];
  /** 0 is the lowest. */
  readonly height: number;
  /** Names. */
  readonly stops: readonly string[];
}

/** The distinct versions of stops and of what was left half-way, lowest first: by release, then by what is emulated, then by compatibility. */
export function levelsOf(stops: readonly StopView[]): Level[] {
  const levels = new Map<string, { version: StopView['version']; stops: string[] }>();
  const levelOf = (version: StopView['version']) => {
    const { binary, emulated, minCompatibility } = version;
    const key = JSON.stringify([binary, emulated, minCompatibility]);
    const level = levels.get(key) ?? { version, stops: [] };
    levels.set(key, level);
    return level;
  };
  for (const { name, version, halfway } of stops) {
    levelOf(version).stops.push(name);
    if (halfway) levelOf(halfway.version).stops.push(halfwayName(name));
  }
  return [...levels.values()]
    .sort(
      (a, b) =>
        byVersion(a.version.binary, b.version.binary) ||
        byVersion(a.version.emulated, b.version.emulated) ||
        byVersion(a.version.minCompatibility, b.version.minCompatibility),
    )
    .map((level, height) => ({ ...level, height }));
}

/** What `stops` of a level calls the mixture before a stop. */
export function halfwayName(stop: string): string {
  return `before ${stop}`;
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
