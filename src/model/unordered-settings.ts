import { isList, isRecord, type Json } from './json.js';

/**
 * A flag's value with its items in order where it has none: one comes out of a map at every start (k8s.io/apiserver
 * pkg/server/options/etcd.go, WriteWatchCacheSizes).
 */
export function orderedFlag(name: string, value: string): string {
  if (name !== 'watch-cache-sizes') return value;
  const items = value.replace(/^\[|\]$/g, '').split(',');
  return `[${items.sort().join(',')}]`;
}

/**
 * A configuration with the lists in order that have none. The one there is comes out of a map at every start: k8s.io/kubernetes
 * cmd/kube-controller-manager/app/options/options.go, gcIgnoredResources.
 */
export function orderedConfiguration(value: Json): Json {
  if (isList(value)) return value.map(orderedConfiguration);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => {
      const isSet = key === 'GCIgnoredResources' && isList(own);
      return [key, isSet ? [...own].sort(byText) : orderedConfiguration(own)];
    }),
  );
}

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
