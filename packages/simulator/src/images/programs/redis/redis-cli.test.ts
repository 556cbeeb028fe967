import { expect, test } from 'vitest';
import { openNetworkCluster } from '../../../network/testing/network-cluster.ts';

test('redis-cli on a terminal asks for commands, and shows answers as a person reads them', () => {
  const { run, pass, cluster } = openNetworkCluster();
  run('store', { containers: [{ name: 'c', image: 'redis:8' }] });
  pass(4_000);
  const path = '/api/v1/namespaces/default/pods/store/exec?command=redis-cli&stdin=true&stdout=true&tty=true';
  const connection = cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
  if ('status' in connection) throw new Error(`refused ${connection.status}`);
  let shown = '';
  connection.subscribe({
    message: (data) => {
      if (data[0] === 1) shown += new TextDecoder().decode(data.slice(1));
    },
    close: () => undefined,
  });
  const type = (text: string) => {
    shown = '';
    connection.receive(new Uint8Array([0, ...new TextEncoder().encode(text)]));
    pass(200);
    return shown;
  };
  pass(200);
  expect(shown).toBe('127.0.0.1:6379> ');
  expect(type('set a 1\r')).toBe('set a 1\r\nOK\r\n127.0.0.1:6379> ');
  expect(type('get a\r')).toBe('get a\r\n"1"\r\n127.0.0.1:6379> ');
  expect(type('get none\r')).toBe('get none\r\n(nil)\r\n127.0.0.1:6379> ');
  expect(type('\r')).toBe('\r\n127.0.0.1:6379> ');
  expect(type('exit\r')).toBe('exit\r\n');
});
