import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A folder to complete in, with the built command line on the PATH. */
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-completion-'));
  await mkdir(join(folder, 'bin'));
  await symlink(resolve('bin/kube-rehearse.js'), join(folder, 'bin', 'kube-rehearse'));
  await mkdir(join(folder, 'my runs'));
  await writeFile(join(folder, 'my scenario.yaml'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

async function shell(name: string, args: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await execa(name, args, {
    cwd: folder,
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder },
    stdin: 'ignore',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

/** Lets bash itself split and find what it calls when Tab is pressed after each of the lines; what it offers, a line each. */
async function bash(...lines: readonly string[]): Promise<string[]> {
  const script = `
    source <(kube-rehearse completion bash)
    [[ "$(complete -p kube-rehearse)" =~ -F\\ ([^ ]+) ]] || exit 1
    for line in "$@"; do
      IFS='|' read -ra COMP_WORDS <<< "$line"; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      "\${BASH_REMATCH[1]}" kube-rehearse 2>/dev/null
      (IFS='|'; printf '%s\\n' "\${COMPREPLY[*]}")
    done`;
  return shell('bash', ['--norc', '-c', script, 'bash', ...lines.map((line) => `kube-rehearse|${line}`)]);
}

describe('completion in bash', () => {
  it('offers commands, options and their values, and paths with spaces in their names', async () => {
    expect(
      await bash('ru', 'run|--prov', 'run|--provider|=|lo', 'completion|b', 'matrix|start|1.37', 'run|my', 'report|my'),
    ).toEqual(['run', '--provider', 'local', 'bash', '1.37', 'my runs|my scenario.yaml', 'my runs']);
  });
});

describe.skipIf(!has('fish'))('completion in fish', () => {
  it('offers commands with descriptions, options, values and paths', async () => {
    const lines = ['ru', 'run --prov', 'run --provider=lo', 'run my', 'report my'];
    const asked = lines.map((line) => `complete -C ${JSON.stringify(`kube-rehearse ${line}`)}; echo .`).join('; ');
    const answers = await shell('fish', ['--no-config', '-c', `kube-rehearse completion fish | source; ${asked}`]);
    expect(answers.join('\n')).toMatch(
      /^run\trehearse .*\n\.\n--provider\t.*\n\.\n--provider=local\n\.\n(my (runs|scenario\.yaml).*\n){2}\.\nmy runs.*\n\.$/,
    );
  });
});

describe.skipIf(!has('zsh'))('completion in zsh', () => {
  it('completes commands, values and paths on a terminal when Tab is pressed', async () => {
    // after Tab a key of our own prints the line as it stands then
    const script = `
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; source <(kube-rehearse completion zsh)'
      zpty -w z 'show() { print -r -- "<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^Xb" show; echo RE""ADY'
      zpty -r z seen '*READY*'
      for line in "$@"; do
        zpty -n -w z "kube-rehearse $line"$'\\t\\x18b'
        zpty -r z seen '*<*>*'
        print -r -- \${\${seen##*<}%%>*}
      done`;
    const typed = ['comp', 'run --provider lo', 'run --provider=lo', 'report my'];
    expect(await shell('zsh', ['-f', '-c', script, 'zsh', ...typed])).toEqual([
      'kube-rehearse completion ',
      'kube-rehearse run --provider local ',
      'kube-rehearse run --provider=local ',
      'kube-rehearse report my\\ runs/',
    ]);
  });
});
