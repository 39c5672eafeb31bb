import { describe, expect, it } from 'vitest';
import { engineFrom, reasonIn, type EngineInfo } from './engine.js';

const INFO: EngineInfo = {
  ServerVersion: '20.10.24',
  CgroupVersion: '2',
  OSType: 'linux',
  Architecture: 'x86_64',
  Driver: 'overlay2',
  MemTotal: 8 * 1024 ** 3,
  DockerRootDir: '/var/lib/docker',
  SecurityOptions: ['name=seccomp,profile=default'],
};

describe("an engine's description", () => {
  it('tells version, cgroups, storage and where it is', () => {
    expect(engineFrom(INFO, 'unix:///run/docker.sock')).toEqual({
      version: '20.10.24',
      cgroupVersion: 2,
      rootless: false,
      storageDriver: 'overlay2',
      machine: 'x86_64',
      memory: 8 * 1024 ** 3,
      host: 'unix:///run/docker.sock',
      dataFolder: '/var/lib/docker',
    });
  });

  it('without a cgroup version is that of an old engine, which knows version 1 only', () => {
    const { CgroupVersion: _, ...old } = INFO;
    expect(engineFrom(old, '').cgroupVersion).toBe(1);
    expect(engineFrom({ ...INFO, CgroupVersion: '1' }, '').cgroupVersion).toBe(1);
  });

  it('tells a rootless engine, and takes one without security options for none', () => {
    expect(engineFrom({ ...INFO, SecurityOptions: ['name=rootless'] }, '').rootless).toBe(true);
    expect(engineFrom({ ...INFO, SecurityOptions: null }, '').rootless).toBe(false);
  });

  it('is an error where the client reaches none, with what it met', () => {
    expect(() => engineFrom({ ServerErrors: ['Cannot connect to the Docker daemon'] }, '')).toThrow('Cannot connect');
    expect(() => engineFrom({}, '')).toThrow('reaches no engine');
  });

  it('is an error where containers are not Linux', () => {
    expect(() => engineFrom({ ...INFO, OSType: 'windows' }, '')).toThrow('windows containers');
  });
});

describe('an empty privileged container that fails', () => {
  it('for want of its program shows that privileged containers start', () => {
    const failure =
      'docker: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start ' +
      'container process: exec: "/nothing": stat /nothing: no such file or directory: unknown';
    expect(reasonIn(failure)).toBeUndefined();
    expect(
      reasonIn('crun: executable file `/nothing` not found: No such file or directory'.toLowerCase()),
    ).toBeUndefined();
  });

  it('for want of a capability names it and the remedy', () => {
    const failure =
      'runc create failed: unable to start container process: unable to apply caps: operation not permitted';
    expect(reasonIn(failure)).toMatch(/CAP_SYS_RESOURCE.*engine\.ts start/);
  });

  it('for any other reason is that reason', () => {
    expect(reasonIn('privileged mode is incompatible with user namespaces')).toBe(
      'privileged containers cannot start: privileged mode is incompatible with user namespaces',
    );
  });
});
