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
