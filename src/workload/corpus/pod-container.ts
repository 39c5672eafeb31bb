import type { JsonObject } from './corpus-entry.js';

/** Which kind of handler a container's probes and hooks use; the API allows one at a time. */
type HandlerStyle = 'http' | 'exec' | 'tcp' | 'grpc';

/**
 * Containers that set every field between them, one for each kind of handler. Requests and limits are complete, so that
 * a LimitRange has nothing to add.
 */
export function containers(): readonly JsonObject[] {
  return [container('http', 8080), container('exec', 8081), container('tcp', 8082), container('grpc', 8083)];
}

/** A one-shot init container and sidecars, which alone may have probes and hooks. */
export function initContainers(): readonly JsonObject[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle, ...oneShot } = container('http', 8090, 'setup');
  void [livenessProbe, readinessProbe, startupProbe, lifecycle];
  const sidecars = (['http', 'exec', 'tcp', 'grpc'] as const).map((style, index) => ({
    ...container(style, 8091 + index, `sidecar-${style}`),
    restartPolicy: 'Always',
  }));
  return [oneShot, ...sidecars];
}

/** Debug containers, which only the `ephemeralcontainers` subresource of a pod takes. */
export function ephemeralContainers(): readonly JsonObject[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle, ports, resources, resizePolicy, ...debug } =
    container('exec', 8099, 'debug');
  void [livenessProbe, readinessProbe, startupProbe, lifecycle, ports, resources, resizePolicy];
  const volumeMounts = [{ name: 'scratch', mountPath: '/scratch', mountPropagation: 'None', readOnly: true }];
  return [{ ...debug, volumeMounts, targetContainerName: 'app-http' }];
}

function container(style: HandlerStyle, port: number, name = `app-${style}`): JsonObject {
  return {
    name,
    image: 'registry.example.com/rehearse/app:1.0',
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/app'],
    args: ['--serve', `--port=${port}`],
    workingDir: '/work',
    env: environment(),
    envFrom: [
      { prefix: 'CM_', configMapRef: { name: 'settings', optional: true } },
      { prefix: 'SECRET_', secretRef: { name: 'keys', optional: true } },
    ],
    ports: [{ name: `port-${port}`, containerPort: port, hostPort: port, hostIP: '127.0.0.1', protocol: 'TCP' }],
    resources: {
      requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '16Mi' },
      limits: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
      claims: [{ name: 'device', request: 'one' }],
    },
    resizePolicy: [
      { resourceName: 'cpu', restartPolicy: 'NotRequired' },
      { resourceName: 'memory', restartPolicy: 'NotRequired' },
    ],
    livenessProbe: { ...probe(style, port), successThreshold: 1, terminationGracePeriodSeconds: 5 },
    readinessProbe: { ...probe(style, port), successThreshold: 2 },
    startupProbe: { ...probe(style, port), successThreshold: 1, terminationGracePeriodSeconds: 5 },
    lifecycle: { postStart: hook(style, port), preStop: hook(style, port) },
    volumeMounts: [
      { name: 'scratch', mountPath: '/scratch', mountPropagation: 'None' },
      { name: 'settings', mountPath: '/settings', readOnly: true, recursiveReadOnly: 'Disabled' },
      { name: 'claim', mountPath: '/claim', subPath: 'inner' },
      { name: 'projected', mountPath: '/projected', subPathExpr: '$(POD_NAME)' },
    ],
    volumeDevices: [{ name: 'block', devicePath: '/dev/block' }],
    securityContext: containerSecurity(),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    stdin: true,
    stdinOnce: true,
    tty: true,
  };
}

function environment(): readonly JsonObject[] {
  return [
    { name: 'PLAIN', value: 'value' },
    { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    {
      name: 'CPU',
      valueFrom: { resourceFieldRef: { containerName: 'app-http', resource: 'limits.cpu', divisor: '1m' } },
    },
    { name: 'SETTING', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a', optional: true } } },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'a', optional: true } } },
  ];
}

function probe(style: HandlerStyle, port: number): JsonObject {
  const timing = { initialDelaySeconds: 3, timeoutSeconds: 2, periodSeconds: 10, failureThreshold: 3 };
  return { ...(style === 'grpc' ? { grpc: { port, service: 'health' } } : action(style, port)), ...timing };
}

function hook(style: HandlerStyle, port: number): JsonObject {
  return style === 'grpc' ? { sleep: { seconds: 2 } } : action(style, port);
}

function action(style: Exclude<HandlerStyle, 'grpc'>, port: number): JsonObject {
  switch (style) {
    case 'http':
      return {
        httpGet: {
          host: '127.0.0.1',
          path: '/healthz',
          port,
          scheme: 'HTTPS',
          httpHeaders: [{ name: 'X-Rehearse', value: 'yes' }],
        },
      };
    case 'exec':
      return { exec: { command: ['/bin/true'] } };
    case 'tcp':
      return { tcpSocket: { host: '127.0.0.1', port } };
  }
}

function containerSecurity(): JsonObject {
  return {
    allowPrivilegeEscalation: false,
    appArmorProfile: { type: 'Localhost', localhostProfile: 'rehearse' },
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    privileged: false,
    procMount: 'Default',
    readOnlyRootFilesystem: true,
    runAsGroup: 1000,
    runAsNonRoot: true,
    runAsUser: 1000,
    seLinuxOptions: { level: 's0:c1,c2', role: 'system_r', type: 'container_t', user: 'system_u' },
    seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/rehearse.json' },
    windowsOptions: windowsOptions(),
  };
}

/** Options for Windows; valid beside the Linux ones as long as the pod names no operating system. */
export function windowsOptions(): JsonObject {
  return {
    gmsaCredentialSpec: '{}',
    gmsaCredentialSpecName: 'rehearse',
    hostProcess: false,
    runAsUserName: 'ContainerUser',
  };
}
