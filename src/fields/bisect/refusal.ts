/**
 * What kube-apiserver says about gates when it refuses to start: k8s.io/component-base featuregate/feature_gate.go,
 * unsafeSetFromMap. All gates that cannot be set are in one answer; only then it looks at what gates depend on.
 */
const LOCKED = /cannot set feature gate (\w+) to (?:true|false), feature is (?:locked to|PreAlpha)/g;
const DEPENDS = /(\w+) is enabled, but depends on features that are disabled: \[([^\]]*)\]/g;

/** Gates that cannot be set to another value. */
export function lockedIn(refusal: string): string[] {
  return [...refusal.matchAll(LOCKED)].map(([, name]) => name!);
}

/** What would have to be switched besides: gates by name, with the value that each needs. */
export function neededIn(refusal: string, switchedOff: ReadonlySet<string>): Map<string, boolean> {
  const needed = new Map<string, boolean>();
  for (const [, gate, on] of refusal.matchAll(DEPENDS)) {
    const missing = on!.split(' ').filter((name) => name !== '');
    // who was switched off takes along what depends on it; who was switched on, what it depends on
    if (missing.some((name) => switchedOff.has(name))) needed.set(gate!, false);
    else for (const name of missing) needed.set(name, true);
  }
  return needed;
}

const LACKING = /failed to list \*(\S+)\.(\w+): the server could not find the requested resource/g;

/** What a server that does not become ready looks for at itself, again and again, and does not serve: `v1beta1 LeaseCandidate`. */
export function lackingIn(log: string): string[] {
  const times = new Map<string, number>();
  for (const [, version, kind] of log.matchAll(LACKING)) {
    times.set(`${version} ${kind}`, (times.get(`${version} ${kind}`) ?? 0) + 1);
  }
  return [...times].filter(([, count]) => count > 1).map(([what]) => what);
}
