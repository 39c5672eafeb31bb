import { writeFile } from 'node:fs/promises';
import type { Node } from './node.js';

/** The control-plane node's name in the cluster; see `nodeNames`. */
export const CONTROL_PLANE = 'control-plane';

const PODS = '/var/log/pods';

/** The folders of the logs of every pod that the component has had in the node, as long as the kubelet keeps them. */
export async function logFolders(node: Node, component: string): Promise<string[]> {
  const prefix = `kube-system_${component}-${CONTROL_PLANE}_`;
  return (await node.list(PODS))
    .filter((name) => name.startsWith(prefix))
    .map((name) => `${PODS}/${name}/${component}`);
}

/** How often the kubelet has started a pod's container: each start has a log of its own, numbered from 0. */
export async function startsIn(node: Node, folder: string): Promise<number> {
  const numbers = (await node.list(folder)).flatMap((name) => /^(\d+)\.log$/.exec(name)?.[1] ?? []).map(Number);
  return numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
}

/** Copies what the starts of a pod have logged to one file on the host, oldest first. The kubelet deletes logs with the pod. */
export async function copyLogs(node: Node, folder: string, path: string): Promise<void> {
  const names = (await node.list(folder)).filter((name) => /^\d+\.log/.test(name)).sort(byNumber);
  const texts: string[] = [];
  for (const name of names) texts.push(stripPrefixes(await node.read(`${folder}/${name}`)));
  if (texts.length > 0) await writeFile(path, texts.join(''), { mode: 0o600 });
}

/** A log without what the container runtime writes before each line: time, stream, and whether the line is whole. */
export function stripPrefixes(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mark, rest] = /^\S+ (?:stdout|stderr) (F|P) (.*)$/s.exec(line) ?? [undefined, 'F', line];
      return mark === 'P' ? rest : `${rest}\n`;
    })
    .join('');
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);
}
