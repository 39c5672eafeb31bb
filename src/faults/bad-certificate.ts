import type { FaultOf } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import type { Attempt, ServingCertificate } from '../providers/cluster.js';
import { waitFor } from '../support/wait.js';
import { END_TIMEOUT_MS, plain, type Fault } from './fault.js';
import { tlsAnswer } from './tls-answer.js';

type CertificateFault =
  'certificate-expired' | 'certificate-not-yet-valid' | 'certificate-wrong-authority' | 'certificate-wrong-name';

/** A start with a serving certificate that no client takes; then the planned one follows. `refusedAs`: what a TLS client says. */
export function badCertificate<T extends CertificateFault & FaultType>(
  certificate: () => ServingCertificate,
  refusedAs: string,
): Fault<T> {
  return {
    async prepare(spec, { cluster, handles, launch, signal }) {
      const hold = plain(handles);
      const { component } = spec as FaultOf<CertificateFault>;
      const endpoint = cluster.endpoint(component);
      let attempt: Attempt | undefined;
      const waitForAnswer = (expected: string, pointless: () => string | undefined): Promise<string> =>
        waitFor(
          async () => {
            const answer = await tlsAnswer(endpoint);
            return answer === expected
              ? { done: true, value: `a TLS client of ${component} says ${answer}` }
              : { done: false, seen: answer };
          },
          { what: `a TLS client to say ${expected}`, timeoutMs: END_TIMEOUT_MS, signal, abandoned: pointless },
        );
      return {
        async inject() {
          const { cert, key } = await hold.issue(certificate());
          const extraArgs = { 'tls-cert-file': cert, 'tls-private-key-file': key };
          attempt = await hold.attempt(component, launch, { extraArgs });
        },
        onset: () => waitForAnswer(refusedAs, () => (attempt?.end() ? `${component} ended` : undefined)),
        heal: async () => attempt?.stop(),
        end: () => waitForAnswer('accepted', () => undefined),
      };
    },
  };
}

const DAY_MS = 24 * 3600 * 1000;

/** A certificate of the cluster's own authority for its own name, valid between two days, counted from now. */
export function validBetween(from: number, to: number): ServingCertificate {
  const at = (days: number): Date => new Date(Date.now() + days * DAY_MS);
  return { by: 'cluster', names: ['localhost', '127.0.0.1'], validity: { notBefore: at(from), notAfter: at(to) } };
}
