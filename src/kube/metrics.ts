import type { FeatureGate } from '../model/observation.js';

/** One sample of a Prometheus text page. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All samples of one metric in a Prometheus text page, timestamps left out; other lines are not parsed. */
export function readMetric(page: string, name: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of page.split('\n')) {
    if (!line.startsWith(name)) continue;
    const rest = line.slice(name.length);
    const close = rest.startsWith('{') ? rest.lastIndexOf('}') : -1;
    // without labels a blank follows; anything else is a longer name
    if (close < 0 && !/^[ \t]/.test(rest)) continue;
    const [value = ''] = rest
      .slice(close + 1)
      .trim()
      .split(/[ \t]+/);
    samples.push({ labels: parseLabels(rest.slice(1, Math.max(close, 1))), value: toNumber(value) });
  }
  return samples;
}

/** Prometheus writes infinities as `+Inf` and `-Inf`. */
function toNumber(text: string): number {
  return Number(text.replace(/^([+-]?)Inf$/i, '$1Infinity'));
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(LABEL)) {
    if (name !== undefined && value !== undefined) {
      labels[name] = value.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
    }
  }
  return labels;
}

/** The feature gates a component shows in `kubernetes_feature_enabled`, sorted by name. Gates that are pre-alpha are not shown. */
export function readGates(page: string): FeatureGate[] {
  return readMetric(page, 'kubernetes_feature_enabled')
    .map(({ labels, value }) => ({
      name: labels['name'] ?? '',
      stage: labels['stage'] ?? '',
      enabled: value === 1,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
