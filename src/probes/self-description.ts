import type { Json, SelfDescription, Statusz } from '../model/observation.js';
import { UnexpectedAnswer, type JsonObject, type KubeClient } from '../kube/kube-client.js';

/** 404: there is no such page. 406: there is one, for people only, as before 1.35. */
const ABSENT = [404, 406];

/**
 * Reads the pages at which a component describes itself, in the newest form that it has. Which are there depends on the
 * component, its release, and, for /statusz and /flagz, on a gate each. Throws UnexpectedAnswer when one is there and does not
 * answer.
 *
 * @param buildInfo labels of the component's metric `kubernetes_build_info`
 */
export async function readSelfDescription(
  client: KubeClient,
  buildInfo: Readonly<Record<string, string>> | undefined,
): Promise<SelfDescription> {
  const [statusz, flagz, configz] = await Promise.all([
    page(client, '/statusz', structured('Statusz')),
    page(client, '/flagz', structured('Flagz')),
    page(client, '/configz', 'application/json'),
  ]);
  return {
    goVersion: buildInfo?.['go_version'] ?? '',
    statusz: statusz && statuszOf(statusz),
    flagz: flagz && ((flagz['flags'] ?? {}) as Record<string, string>),
    configz: configz as Json,
  };
}

function structured(kind: string): string {
  return ['v1beta1', 'v1alpha1'].map((version) => `application/json;as=${kind};g=config.k8s.io;v=${version}`).join(',');
}

async function page(client: KubeClient, path: string, accept: string): Promise<JsonObject | null> {
  const response = await client.request({ path, headers: { accept } });
  if (ABSENT.includes(response.status)) return null;
  if (response.status !== 200) throw new UnexpectedAnswer('GET', path, response);
  return JSON.parse(response.body.toString()) as JsonObject;
}

function statuszOf(page: JsonObject): Statusz {
  const text = (name: string): string => (typeof page[name] === 'string' ? page[name] : '');
  return { binary: text('binaryVersion'), emulated: text('emulationVersion'), goVersion: text('goVersion') };
}
