import { expect, it } from 'vitest';
import { runScript } from '../testing/container-run.ts';

it('gives its environment to programs in the order of its table, as busybox does', () => {
  const names = [
    'KUBERNETES_PORT',
    'KUBERNETES_SERVICE_PORT',
    'HOSTNAME',
    'SHLVL',
    'HOME',
    'KUBERNETES_PORT_443_TCP_ADDR',
    'PATH',
    'KUBERNETES_PORT_443_TCP_PORT',
    'KUBERNETES_PORT_443_TCP_PROTO',
    'KUBERNETES_SERVICE_PORT_HTTPS',
    'KUBERNETES_PORT_443_TCP',
    'KUBERNETES_SERVICE_HOST',
    'PWD',
  ];
  const arrived = [...names.slice(7), ...names.slice(0, 7)];
  const env = Object.fromEntries(arrived.map((name) => [name, name === 'PATH' ? '/bin' : 'x']));
  const { stdout } = runScript('env', { env });
  expect(stdout.split('\n').map((line) => line.split('=')[0])).toEqual([...names, '']);
});

it.each([
  ['another shell', 'x=a:b; IFS=:; sh -c \'x=a:b; echo $x "$IFS"\' | cat -A', 'a:b  ^I$\n$\n'],
  ['its environment', 'x=a:b; echo $x; env | grep -c IFS', 'a:b\n0\n'],
  ['a function that had its own', 'f() { local IFS=:; x=a:b; echo $x; }; f; IFS=-; x=a-b:c; echo $x', 'a b\na b:c\n'],
  ['a command that had its own', 'IFS=: read x y <<E\na:b\nE\nx=$x-$y; IFS=-; echo $x', 'a b\n'],
])('takes its separators from nobody and can change them: after %s', (_about, script, stdout) => {
  expect(runScript(script, { env: { PATH: '/bin', IFS: ':' } }).stdout).toBe(stdout);
});

it.each([
  ['unset PS4; echo "${PS4-none}" >&2; PS4=x; set -x; :', 'none\nx:\n'],
  ['PS4="> "; set -x; :', '> :\n'],
  ['f() { local PS4; PS4=1; set -x; :; set +x; }; f; set -x; :', '1:\n1set +x\n+ :\n'],
])('begins with variables of its own, which it may lose: %s', (script, stderr) => {
  expect(runScript(script, { env: { PATH: '/bin', PS4: 'theirs ' } }).stderr).toBe(stderr);
});
