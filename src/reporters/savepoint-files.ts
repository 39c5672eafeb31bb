import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { stepNumber } from '../model/step-name.js';
import { readJson, writeJson } from './json-file.js';

/** A certificate and its private key, PEM. */
export interface StoredPair {
  readonly cert: string;
  readonly key: string;
}

const pairsSchema: z.ZodType<Readonly<Record<string, StoredPair>>> = z.record(
  z.string(),
  z.object({ cert: z.string(), key: z.string() }),
);
const AUTHORITIES = 'authorities.json';
const portsSchema: z.ZodType<Readonly<Record<string, number>>> = z.record(z.string(), z.int());
const PORTS = 'ports.json';
const SNAPSHOT = '.snapshot';

/**
 * What a run can go on from: etcd's data at the end of a stop, and the authorities and ports that its objects name. The authorities are those
 * of the run's own clusters, which no longer exist when anybody else reads them.
 */
export class SavepointFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async writeAuthorities(pairs: Readonly<Record<string, StoredPair>>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeJson(join(this.#folder, AUTHORITIES), pairs);
  }

  /** Fails with a BadInputError when they are missing or broken. */
  readAuthorities(): Promise<Readonly<Record<string, StoredPair>>> {
    return readJson(join(this.#folder, AUTHORITIES), pairsSchema);
  }

  async writePorts(ports: Readonly<Record<string, number>>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeJson(join(this.#folder, PORTS), ports);
  }

  /** Fails with a BadInputError when they are missing or broken. */
  readPorts(): Promise<Readonly<Record<string, number>>> {
    return readJson(join(this.#folder, PORTS), portsSchema);
  }

  /** The file for a stop's data; etcdctl writes it whole or not at all. */
  snapshot(step: string): string {
    return join(this.#folder, `${step}${SNAPSHOT}`);
  }

  async has(step: string): Promise<boolean> {
    return access(this.snapshot(step)).then(
      () => true,
      () => false,
    );
  }

  /** Removes the data of all stops before this one. */
  async removeBefore(step: string): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(SNAPSHOT));
    for (const name of names.filter((each) => stepNumber(each) < stepNumber(step))) {
      await rm(join(this.#folder, name), { force: true });
    }
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
