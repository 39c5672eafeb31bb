import { describe, expect, it } from 'vitest';
import { parseTasks, podCgroupOf } from './node.js';
import { stripPrefixes } from './pod-logs.js';

describe("a node's containers", () => {
  it('are those whose task runs', () => {
    const text = [
      'TASK                PID     STATUS    ',
      'aaa                 812     RUNNING',
      'bbb                 900     STOPPED',
      '',
      'ccc                 77      RUNNING',
    ].join('\n');
    expect(parseTasks(text)).toEqual([
      { id: 'aaa', pid: 812 },
      { id: 'ccc', pid: 77 },
    ]);
  });

  it('are none where there is only the heading', () => {
    expect(parseTasks('TASK    PID    STATUS')).toEqual([]);
  });
});

describe('the cgroup of a pod', () => {
  it('is the folder above its container, in version 2', () => {
    expect(podCgroupOf('0::/kubelet.slice/kubelet-pod1.slice/cri-containerd-a.scope\n')).toBe(
      '/sys/fs/cgroup/kubelet.slice/kubelet-pod1.slice',
    );
  });

  it('is looked for in the memory hierarchy of version 1', () => {
    const text = '5:cpu,cpuacct:/x/y\n4:memory:/kubelet/kubepods/burstable/pod1/a\n0::/\n';
    expect(podCgroupOf(text)).toBe('/sys/fs/cgroup/memory/kubelet/kubepods/burstable/pod1');
  });

  it('is unknown where the process is gone or has none of its own', () => {
    expect(podCgroupOf('')).toBeUndefined();
    expect(podCgroupOf('0::/\n')).toBeUndefined();
  });
});

describe("a container's log", () => {
  it('loses what the container runtime wrote before each line, and parts of a line are put together', () => {
    const text = [
      '2026-11-25T10:00:00.1Z stderr F I1125 first line',
      '2026-11-25T10:00:00.2Z stdout P half, ',
      '2026-11-25T10:00:00.3Z stdout F the other half',
      '2026-11-25T10:00:00.4Z stderr F ',
      'not from the runtime',
      '',
    ].join('\n');
    expect(stripPrefixes(text)).toBe('I1125 first line\nhalf, the other half\n\nnot from the runtime\n');
  });
});
