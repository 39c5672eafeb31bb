import type { FeatureGate } from '../model/observation.js';

/** One sample of a Prometheus text page. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All samples of one metric in a Prometheus text page; other lines are not parsed. */
export function readMetric(page: string, name: string): Sample[] {
  const samples: Sample[] = [];
  const start = `${name}{`;
  for (const line of page.split('\n')) {
    if (!line.startsWith(start)) continue;
    const close = line.lastIndexOf('}');
    samples.push({ labels: parseLabels(line.slice(start.length, close)), value: Number(line.slice(close + 1).trim()) });
  }
  return samples;
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
