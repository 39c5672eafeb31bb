import { expect, it } from 'vitest';
import { helpFlags } from './help-flags.js';

const HELP = `The scheduler.

Usage:
  kube-scheduler [flags]

Misc flags:

      --config string              The path.
  -v, --v Level                    number for the log level
                                   over two lines (default 2)
      --profiling                  DEPRECATED: enable profiling. (default true)
      --names strings              names that contain --no-flag at all (default [a,b])

Global flags:

  -h, --help                       help for kube-scheduler
`;

it('reads type and default of each flag, and whether it is deprecated', () => {
  expect(helpFlags('kube-scheduler', HELP)).toEqual({
    'kube-scheduler --config': 'string',
    'kube-scheduler --v': 'Level, default 2',
    'kube-scheduler --profiling': 'bool, default true, deprecated',
    'kube-scheduler --names': 'strings, default [a,b]',
    'kube-scheduler --help': 'bool',
  });
});
