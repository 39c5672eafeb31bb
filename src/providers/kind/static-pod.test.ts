import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  START_ANNOTATION,
  flagsOf,
  formatStaticPod,
  parseStaticPod,
  withStart,
  withoutLaunch,
  type StaticPod,
} from './static-pod.js';

/** As kubeadm writes it, shortened. */
const MANIFEST = `
apiVersion: v1
kind: Pod
metadata:
  annotations: { kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint: 172.18.0.2:6443 }
  labels: { component: kube-apiserver, tier: control-plane }
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
  - command:
    - kube-apiserver
    - --advertise-address=172.18.0.2
    - --service-account-issuer=https://kubernetes.default.svc.cluster.local
    - --runtime-config=
    - --emulated-version=1.36
    env: [{ name: GOGC, value: "50" }, { name: OTHER, value: stays }]
    image: registry.k8s.io/kube-apiserver:v1.36.3
    name: kube-apiserver
    volumeMounts: [{ mountPath: /etc/kubernetes/pki, name: k8s-certs, readOnly: true }]
  hostNetwork: true
  terminationGracePeriodSeconds: 2
  volumes: [{ hostPath: { path: /etc/kubernetes/pki }, name: k8s-certs }]
status: {}
`;

const settings = (extraArgs: Record<string, string>, env: Record<string, string> = {}) => ({ extraArgs, env });
const start = (launch: ReturnType<typeof settings>, number = '1') => ({ image: 'image:2', launch, start: number });

describe('the manifest of a start', () => {
  const base = withoutLaunch(parseStaticPod(MANIFEST), settings({ 'emulated-version': '1.36' }, { GOGC: '50' }));

  it('has the flags of its launch and no others beside those that kubeadm gave', () => {
    const pod = withStart(base, start(settings({ 'min-compatibility-version': '1.37' })));
    expect(flagsOf(pod)).toEqual({
      'advertise-address': '172.18.0.2',
      'min-compatibility-version': '1.37',
      'runtime-config': '',
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    });
    expect(pod.spec.containers[0].command[0]).toBe('kube-apiserver');
  });

  it('has a flag of the plan once, also where kubeadm sets the same', () => {
    const { command } = withStart(base, start(settings({ 'runtime-config': 'api/beta=true' }))).spec.containers[0];
    expect(command.filter((argument) => argument.startsWith('--runtime-config'))).toEqual([
      '--runtime-config=api/beta=true',
    ]);
  });

  it('has the environment of its launch, and what was set beside it stays', () => {
    expect(withStart(base, start(settings({}))).spec.containers[0].env).toEqual([{ name: 'OTHER', value: 'stays' }]);
    expect(withStart(base, start(settings({}, { GOGC: '70' }))).spec.containers[0].env).toEqual([
      { name: 'OTHER', value: 'stays' },
      { name: 'GOGC', value: '70' },
    ]);
  });

  it('keeps everything else that kubeadm wrote', () => {
    const written = parse(formatStaticPod(withStart(base, start(settings({}))))) as StaticPod;
    const original = parse(MANIFEST) as StaticPod;
    const rest = ({ spec }: StaticPod): object => {
      const { command, image, env, ...container } = spec.containers[0];
      void [command, image, env];
      return { ...spec, containers: [container] };
    };
    expect(rest(written)).toEqual(rest(original));
    expect(written.metadata).toEqual({
      ...original.metadata,
      annotations: { ...original.metadata.annotations, [START_ANNOTATION]: '1' },
    });
  });

  it('differs from the one before with identical flags too: a kubelet leaves an unchanged manifest alone', () => {
    const launch = settings({ v: '4' });
    expect(formatStaticPod(withStart(base, start(launch, '1')))).not.toBe(
      formatStaticPod(withStart(base, start(launch, '2'))),
    );
  });

  it('survives being written and read, whatever the values hold', () => {
    const text = fc.string().filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{3,9}$/), text), (extraArgs) => {
        const pod = withStart(base, start(settings(extraArgs)));
        expect(flagsOf(parseStaticPod(formatStaticPod(pod)))).toEqual({ ...flagsOf(base), ...extraArgs });
      }),
    );
  });
});

describe('reading a manifest', () => {
  it('takes a flag without a value as true, as the programs do', () => {
    const pod = parseStaticPod('spec: { containers: [{ command: [x, --leader-elect, --v=2, --a=b=c] }] }');
    expect(flagsOf(pod)).toEqual({ 'leader-elect': 'true', v: '2', a: 'b=c' });
  });

  it.each(['', 'spec: {}', 'spec: { containers: [] }', 'spec: { containers: [{ command: [] }] }'])(
    'refuses what is no pod with a command: %j',
    (text) => expect(() => parseStaticPod(text)).toThrow('no pod with a command'),
  );
});
