import { docker } from '../../containers/docker.js';

/** A running container of a component, as the node's container runtime and kernel know it. */
export interface RunningContainer {
  /** The container runtime's id; another one after every start. */
  readonly id: string;
  /** In the node's own numbering. */
  readonly pid: number;
}

/** How long one command in a node may take; a loaded machine starts a process in it within a second. */
const COMMAND_TIMEOUT_MS = 60_000;

const CTR = ['ctr', '--namespace', 'k8s.io'] as const;

/** One node of a kind cluster: a container of the engine in which a kubelet and a container runtime run. */
export class Node {
  /** The container. */
  readonly container: string;

  constructor(container: string) {
    this.container = container;
  }

  /** Runs a program in the node and gives what it printed. Throws RehearseError `docker-failed`. */
  async run(command: readonly string[], input?: string): Promise<string> {
    return docker(['exec', ...(input === undefined ? [] : ['--interactive']), this.container, ...command], {
      timeoutMs: COMMAND_TIMEOUT_MS,
      ...(input !== undefined && { input }),
    });
  }

  /** The engine's id of the container. */
  async containerId(): Promise<string> {
    return docker(['inspect', '--format', '{{.Id}}', this.container], { timeoutMs: COMMAND_TIMEOUT_MS });
  }

  /** What the node's first process has printed since it was started. */
  async consoleLog(): Promise<string> {
    return docker(['logs', this.container], { timeoutMs: COMMAND_TIMEOUT_MS });
  }

  /** The container in which a component runs at this moment, if it does. */
  async running(component: string): Promise<RunningContainer | undefined> {
    const [containers, tasks] = await Promise.all([
      this.run([...CTR, 'containers', 'list', '--quiet', `labels."io.kubernetes.container.name"==${component}`]),
      this.run([...CTR, 'tasks', 'list']),
    ]);
    const ids = new Set(containers.split('\n').map((id) => id.trim()));
    return parseTasks(tasks).find(({ id }) => ids.has(id));
  }

  /** True while a container has a process. */
  async isRunning(id: string): Promise<boolean> {
    return parseTasks(await this.run([...CTR, 'tasks', 'list'])).some((task) => task.id === id);
  }

  /** sha256 of the executable that a process really runs, hex. */
  async executableSha256(pid: number): Promise<string> {
    return (await this.run(['sha256sum', `/proc/${pid}/exe`])).slice(0, 64);
  }

  /** The command line that a process was really started with. */
  async commandLine(pid: number): Promise<string[]> {
    const line = await this.run(['cat', `/proc/${pid}/cmdline`]);
    return line.replace(/\0$/, '').split('\0');
  }

  /** The cgroup of the pod that a process belongs to, as a path in the node; undefined when the process is gone. */
  async podCgroup(pid: number): Promise<string | undefined> {
    const lines = await this.run(['cat', `/proc/${pid}/cgroup`]).catch(() => '');
    return podCgroupOf(lines);
  }

  /** True when a folder, which must be there, has an entry of this name. */
  async has(directory: string, name: string): Promise<boolean> {
    return (await this.run(['find', directory, '-mindepth', '1', '-maxdepth', '1', '-name', name])) !== '';
  }

  async read(path: string): Promise<string> {
    return this.run(['cat', path]);
  }

  /** Writes a file that its owner alone can read. */
  async write(path: string, content: string): Promise<void> {
    await this.run(['install', '-m', '0600', '/dev/stdin', path], content);
  }

  /** On one file system nobody sees half of what is renamed. */
  async rename(from: string, to: string): Promise<void> {
    await this.run(['mv', '--no-target-directory', from, to]);
  }

  /** Names in a folder; none where there is no such folder. */
  async list(directory: string): Promise<string[]> {
    const found = await this.run(['find', directory, '-mindepth', '1', '-maxdepth', '1', '-printf', '%f\\n']).catch(
      () => '',
    );
    return found.split('\n').filter((name) => name !== '');
  }
}

/** The running tasks of `ctr tasks list`: a heading, then id, pid and status. */
export function parseTasks(text: string): RunningContainer[] {
  return text.split('\n').flatMap((line) => {
    const [id = '', pid = '', status] = line.trim().split(/\s+/);
    return status === 'RUNNING' ? [{ id, pid: Number(pid) }] : [];
  });
}

/** From /proc/PID/cgroup: the folder above the container's own, in the memory hierarchy of version 1 or in version 2. */
export function podCgroupOf(text: string): string | undefined {
  const entries = text.split('\n').map((line) => line.split(':'));
  const [, , own] = entries.find(([, controllers]) => controllers?.split(',').includes('memory')) ?? entries[0] ?? [];
  const root = entries.some(([, controllers]) => controllers === 'memory') ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup';
  return own === undefined || own.lastIndexOf('/') <= 0 ? undefined : `${root}${own.slice(0, own.lastIndexOf('/'))}`;
}
