import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { shellOf, shellStart } from './shell-start.ts';

const variables = { KUBECONFIG: "/state/it's/kubeconfig", PODLAB_LAB: 'one' };

function startOf(shell: string, homeDir: string) {
  const programs = join(homeDir, 'state', 'bin');
  return shellStart({
    host: { env: { SHELL: shell, PATH: '/usr/bin:/bin', HOME: homeDir }, platform: 'linux', homeDir },
    programs,
    variables,
  });
}

describe("the learner's shell", () => {
  it.each(
    [
      ['/bin/bash', '.bashrc'],
      ['/usr/bin/zsh', '.zshrc'],
    ].filter(([shell]) => existsSync(shell ?? '')),
  )('%s reads %s, and has the cluster of the lab and our programs first all the same', (shell, rc) => {
    const home = tempFolder();
    writeFileSync(join(home, rc), 'export KUBECONFIG=/production PATH=/usr/bin:/bin MINE=yes\n');
    const start = startOf(shell, home);
    for (const [path, text] of start.files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const output = execFileSync(start.file, [...start.args, '-c', 'echo "$KUBECONFIG|$PATH|$MINE"'], {
      env: { ...start.env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(output.trim()).toBe(`${variables.KUBECONFIG}|${join(home, 'state', 'bin')}:/usr/bin:/bin|yes`);
  });

  it('is started with the variables of the lab, whatever shell it is', () => {
    const start = startOf('/usr/bin/elvish', '/home/kim');
    expect(start).toMatchObject({
      file: '/usr/bin/elvish',
      args: ['-i'],
      env: { ...variables, PATH: '/home/kim/state/bin:/usr/bin:/bin' },
    });
  });

  it.each([
    ['linux', { SHELL: '/bin/fish' }, '/bin/fish'],
    ['linux', {}, '/bin/sh'],
    ['win32', { ComSpec: 'C:\\cmd.exe', PROMPT: '$P$G' }, 'C:\\cmd.exe'],
    ['win32', { PSModulePath: 'C:\\Modules', ComSpec: 'C:\\cmd.exe' }, 'powershell.exe'],
  ] as const)('on %s with %o is %s', (platform, env, expected) => {
    expect(shellOf({ platform, env })).toBe(expected);
  });
});
