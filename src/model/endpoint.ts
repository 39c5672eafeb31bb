/** Where a server listens and what a client needs to be let in; always mutual TLS under the run's own CA. */
export interface Endpoint {
  /** `https://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  /** PEM texts. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}
