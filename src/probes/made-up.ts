import type { Json } from '../model/observation.js';

/** What a server makes up anew for each object, by the form of the value. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['<time>', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/],
  ['<uid>', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/],
  ['<token volume>', /^kube-api-access-[a-z0-9]{5}$/],
  // of the servers' own range, or of a ServiceCIDR of the corpus
  ['<service address>', /^(10\.(9[6-9]|10\d|11[01])|198\.1[89])\.\d{1,3}\.\d{1,3}$/],
  ['<credential>', /^X509SHA256=[0-9a-f]{64}$/],
];
/** The default of `--service-node-port-range`. */
const NODE_PORTS = { from: 30_000, to: 32_767 };
const NODE_PORT_FIELD = /NodePort$|^nodePort$/;

/**
 * An answer with `<time>` and the like in the place of what is made up anew for each object, so that answers can be compared. What
 * was sent stays as it is, also where it has such a form, and so does what has another form.
 */
export function withoutMadeUp(answered: Json, sent: Json | undefined, field = ''): Json {
  if (Array.isArray(answered)) {
    const list = Array.isArray(sent) ? (sent as readonly Json[]) : [];
    return (answered as readonly Json[]).map((value, index) => withoutMadeUp(value, list[index]));
  }
  if (typeof answered === 'object' && answered !== null) {
    const given = typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? sent : {};
    return Object.fromEntries(
      Object.entries(answered).map(([key, value]: [string, Json]) => [
        key,
        withoutMadeUp(value, Object.hasOwn(given, key) ? (given as Record<string, Json>)[key] : undefined, key),
      ]),
    );
  }
  if (sent !== undefined) return answered;
  if (typeof answered === 'number') {
    const isPort = NODE_PORT_FIELD.test(field) && answered >= NODE_PORTS.from && answered <= NODE_PORTS.to;
    return isPort ? '<node port>' : answered;
  }
  if (typeof answered !== 'string') return answered;
  return FORMS.find(([, form]) => form.test(answered))?.[0] ?? answered;
}
