import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyProgram } from '../../binaries/verify-program.js';
import type { Component } from '../../model/component.js';
import type { LinkName } from '../../model/fault-kinds.js';
import type { Launch } from '../../model/plan.js';
import { messageOf } from '../../support/errors.js';
import type {
  Attempt,
  CertificateFiles,
  Link,
  PlainFaultHandles,
  ProcessHandle,
  Program,
  ServingCertificate,
  StartChange,
} from '../cluster.js';
import { createAuthority, type Authority } from '../credentials.js';
import { LocalProcess } from '../local-process.js';

/** How a component is started. */
export interface CommandLine {
  readonly program: Program;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What the cluster lends its handles. */
export interface HandleGround {
  readonly ca: Authority;
  readonly workDirectory: string;
  readonly logDirectory: string;
  readonly etcdData: string;
  withEtcdDown(act: (dataDirectory: string) => Promise<void>): Promise<void>;
  process(component: Component): ProcessHandle | undefined;
  link(name: LinkName): Link | undefined;
  commandLine(component: Component, launch: Launch): Promise<CommandLine>;
  /** Called with each new pid, before anything else happens to the process. */
  onSpawn(pid: number): Promise<void>;
}

/** What faults hold a cluster of plain processes by. */
export class LocalFaultHandles implements PlainFaultHandles {
  readonly #ground: HandleGround;
  readonly #attempts = new Set<LocalProcess>();
  #files = 0;

  constructor(ground: HandleGround) {
    this.#ground = ground;
  }

  get etcdData(): string {
    return this.#ground.etcdData;
  }

  get logs(): string {
    return this.#ground.logDirectory;
  }

  withEtcdDown(act: (dataDirectory: string) => Promise<void>): Promise<void> {
    return this.#ground.withEtcdDown(act);
  }

  process(component: Component): ProcessHandle | undefined {
    return this.#ground.process(component);
  }

  link(name: LinkName): Link | undefined {
    return this.#ground.link(name);
  }

  async attempt(component: Component, launch: Launch, { extraArgs, damage }: StartChange): Promise<Attempt> {
    const ground = this.#ground;
    const { program, args, env } = await ground.commandLine(component, bend(launch, component, extraArgs ?? {}));
    const copy = await this.#newPath(component);
    if (damage) {
      await copyFile(program.path, copy);
      await damage(copy);
    }
    const path = damage ? copy : program.path;
    const refusedBy = await verifyProgram(path, program.sha256).then(() => undefined, messageOf);
    const logPath = join(ground.logDirectory, `${component}-attempt-${this.#files}.log`);
    const process = await LocalProcess.start({ program: path, args, env, logPath });
    this.#attempts.add(process);
    await ground.onSpawn(process.pid);
    return {
      logPath,
      refusedBy,
      end: () => process.end,
      stop: async () => {
        await process.stop(0);
        await rm(copy, { force: true });
      },
    };
  }

  async issue({ by, names, validity }: ServingCertificate): Promise<CertificateFiles> {
    const authority = by === 'cluster' ? this.#ground.ca : await createAuthority('stranger');
    const pair = await authority.issue({ commonName: 'server', usages: ['server'], names, validity });
    const path = await this.#newPath('certificate');
    const files = { cert: `${path}.crt`, key: `${path}.key` };
    await writeFile(files.cert, pair.cert, { mode: 0o600 });
    await writeFile(files.key, pair.key, { mode: 0o600 });
    return files;
  }

  /** Ends what faults started. */
  async close(): Promise<void> {
    for (const attempt of this.#attempts) await attempt.stop(0);
  }

  /** A path in the cluster's private folder that nothing else uses. */
  async #newPath(name: string): Promise<string> {
    const folder = join(this.#ground.workDirectory, 'faults');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#files += 1;
    return join(folder, `${name}-${this.#files}`);
  }
}

function bend(launch: Launch, component: Component, extraArgs: Readonly<Record<string, string>>): Launch {
  if (component === 'etcd') return launch;
  const settings = launch.components[component];
  const bent = { ...settings, extraArgs: { ...settings.extraArgs, ...extraArgs } };
  return { ...launch, components: { ...launch.components, [component]: bent } };
}
