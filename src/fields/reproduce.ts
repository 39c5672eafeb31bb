import type { Json } from '../model/observation.js';
import { valueAt } from './field-path.js';
import { formatFieldName, type Finding } from './findings.js';
import type { ProbeResult, Proof } from './probe-result.js';

/** What a probe compared, as much as a script needs to do it again. */
export type Compared = Pick<ProbeResult, 'versions' | 'featureGates'>;

/** Answers differ in these between any two requests. */
const MADE_UP = ['uid', 'resourceVersion', 'creationTimestamp', 'time', 'lastTransitionTime', 'clusterIP', 'nodePort'];

/** Paths of the programs that a probe used. */
export interface Programs {
  readonly etcd: string;
  /** kube-apiserver of both releases. */
  readonly old: string;
  readonly emulating: string;
}

/**
 * A shell script of plain etcd, kube-apiserver and curl that puts the finding's question to both releases, each on an empty etcd, and then starts the
 * old one on the new one's data. It exits with 0 when the answers differ, with 1 when they do not. Undefined for a part of an object that could not
 * be created for real.
 */
export function reproduceScript(
  finding: Finding & { readonly proof?: Proof },
  compared: Compared,
  programs: Programs,
): string | undefined {
  if (finding.example.question.target.part && finding.proof?.base === undefined) return undefined;
  const { featureGates } = compared;
  const { old, emulating } = compared.versions;
  const gates = featureGates === '' ? '' : ` --feature-gates=${quoted(featureGates)}`;
  return `#!/usr/bin/env bash
# ${finding.class}: ${finding.cause}
# at ${formatFieldName(finding.shownAt)}
# kube-apiserver ${old.binary}, and ${emulating.binary} with --emulated-version=${emulating.emulated}, are asked the same.
# Needs bash, curl, openssl and diff. Listens on loopback only, and leaves nothing behind. Other programs: ETCD=... OLD=... NEW=... bash SCRIPT
set -euo pipefail
ETCD=\${ETCD:-${quoted(programs.etcd)}} OLD=\${OLD:-${quoted(programs.old)}} NEW=\${NEW:-${quoted(programs.emulating)}}
ETCD_PORT=\${ETCD_PORT:-23790} PEER_PORT=\${PEER_PORT:-23800} API_PORT=\${API_PORT:-26443}
D=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$D"' EXIT
TOKEN=$(openssl rand -hex 16)
(umask 077; echo "$TOKEN,admin,admin,system:masters" >"$D/tokens"; openssl genrsa -out "$D/sa.key" 2048 2>/dev/null)

api() { # METHOD PATH [curl arguments], with the body's type in TYPE
  curl -sSk -X "$1" -H "Authorization: Bearer $TOKEN" -H "Content-Type: \${TYPE:-application/json}" "https://127.0.0.1:$API_PORT$2" "\${@:3}"
}
start_etcd() {
  "$ETCD" --data-dir "$D/$1" --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \\
    --listen-peer-urls "http://127.0.0.1:$PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$PEER_PORT" \\
    --initial-cluster "default=http://127.0.0.1:$PEER_PORT" >"$D/etcd.log" 2>&1 &
  ETCD_PID=$!
}
start_api() { # PROGRAM [flags]
  "$1" --etcd-servers "http://127.0.0.1:$ETCD_PORT" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --endpoint-reconciler-type none --secure-port "$API_PORT" --cert-dir "$D/certs" \\
    --token-auth-file "$D/tokens" --authorization-mode AlwaysAllow --allow-privileged=true --disable-admission-plugins ServiceAccount \\
    --service-cluster-ip-range 10.0.0.0/24 --service-account-issuer https://127.0.0.1 \\
    --service-account-key-file "$D/sa.key" --service-account-signing-key-file "$D/sa.key" "\${@:2}" >"$D/api.log" 2>&1 &
  API_PID=$!
  until [ "$(api GET /readyz 2>/dev/null || true)" = ok ]; do
    kill -0 "$API_PID" 2>/dev/null || { echo "kube-apiserver ended:"; tail -5 "$D/api.log"; exit 2; }
    sleep 0.5
  done
}
stop_api() { kill "$API_PID"; wait "$API_PID" 2>/dev/null || true; }
stop_etcd() { kill "$ETCD_PID"; wait "$ETCD_PID" 2>/dev/null || true; }
readable() { grep -vE '"(${MADE_UP.join('|')})":' "$1" || true; }

${questionOf(finding)}
start_etcd old && start_api "$OLD"
ask >"$D/old.json"
stop_api && stop_etcd
start_etcd new && start_api "$NEW" --emulated-version=${emulating.emulated}${gates}
ask >"$D/emulating.json"
api GET "$OBJECT" >"$D/stored.json"
stop_api
# the rollback: the old release on the new one's data
start_api "$OLD"
api GET "$OBJECT" >"$D/rolled-back.json"
stop_api && stop_etcd

echo '--- what ${old.binary} answers / what ${emulating.binary} answers that emulates ${emulating.emulated}'
shown=0
diff -u --label '${old.binary}' --label '${emulating.binary}' <(readable "$D/old.json") <(readable "$D/emulating.json") || shown=1
echo '--- what ${emulating.binary} stored / what ${old.binary} makes of it after the rollback'
diff -u --label stored --label 'rolled back' <(readable "$D/stored.json") <(readable "$D/rolled-back.json") && echo 'the same'
[ "$shown" = 1 ] && echo 'shown: the two answer differently' && exit 0
echo 'not shown: the two answer alike' && exit 1
`;
}

/** What is asked, as the shell function `ask`, and the object's address in `OBJECT`. */
function questionOf({ example, proof }: Finding & { readonly proof?: Proof }): string {
  const { object, question } = example;
  const { groupVersion, resource, namespace, part } = question.target;
  const created = part ? (proof?.base ?? null) : object;
  const collection = `${groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`}${namespace === '' ? '' : `/namespaces/${namespace}`}/${resource}`;
  const name = textAt(created, 'name');
  const inNamespace = namespace !== '' && namespace !== 'default';
  return [
    `OBJECT=${quoted(`${collection}/${name}`)}`,
    ...document('created', created),
    ...(part ? document('patch', object) : []),
    'ask() {',
    ...(inNamespace
      ? [`  api POST /api/v1/namespaces -d ${quoted(JSON.stringify({ metadata: { name: namespace } }))} >/dev/null`]
      : []),
    part
      ? `  api POST ${quoted(collection)} --data-binary @"$D/created" >/dev/null`
      : `  api POST ${quoted(collection)} --data-binary @"$D/created"`,
    ...(part
      ? [`  TYPE=application/merge-patch+json api PATCH "$OBJECT/${part.subresource}" --data-binary @"$D/patch"`]
      : []),
    '}',
    '',
  ].join('\n');
}

/** A JSON document in a file; no line of one is like the end mark. */
function document(name: string, content: Json): string[] {
  return [`cat >"$D/${name}" <<'END_OF_DOCUMENT'`, JSON.stringify(content, null, 2), 'END_OF_DOCUMENT'];
}

function textAt(object: Json, name: string): string {
  const value = valueAt(object, ['metadata', name]);
  return typeof value === 'string' ? value : '';
}

/** One word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\\\''")}'`;
}
