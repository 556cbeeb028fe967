import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { ask } from '../../../cluster/testing/request.ts';
import { openNetworkCluster } from '../../../network/testing/network-cluster.ts';

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

function openAgnhost() {
  const opened = openNetworkCluster();
  const start = (name: string, args: readonly string[], more: object = {}) =>
    opened.run(name, {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 40,
      containers: [{ name: 'c', image, args: [...args], ...more }],
    });
  const pod = (name: string) => ask(opened.cluster, 'GET', `/api/v1/namespaces/default/pods/${name}`) as unknown as Pod;
  return {
    ...opened,
    start,
    ended: (name: string) => pod(name).status?.containerStatuses?.[0]?.state?.terminated,
    get: (name: string, path: string, port = 8080) =>
      opened.sh(`wget -qO- 'http://${opened.ipOf(name)}:${port}${path}'`),
  };
}

describe('agnhost netexec', () => {
  it('tells of itself and of who asks, and logs as klog does', () => {
    const { start, pass, get, logs, ipOf } = openAgnhost();
    start('web', ['netexec', '--http-port=8080']);
    pass(5_000);
    expect(get('web', '/')).toMatch(/^NOW: 2026-11-24 \d\d:\d\d:\d\d[.\d]* \+0000 UTC m=\+\d+\.\d{9}$/);
    expect(get('web', '/hostname')).toBe('web');
    expect(get('web', '/clientip')).toMatch(new RegExp(`^${ipOf('box')}:\\d+$`));
    expect(get('web', '/serverport')).toBe('8080');
    expect(get('web', '/echo?msg=hello')).toBe('hello');
    expect(get('web', '/echo?msg=x&code=abc')).toBe('argument \'code\' must be an integer or empty, got "abc"\n');
    expect(get('web', '/header?key=user-agent')).toBe('Wget');
    expect(JSON.parse(get('web', '/header'))).toMatchObject({ 'User-Agent': ['Wget'] });
    expect(get('web', '/anything')).toContain('NOW: ');
    expect(logs('web').split('\n')[0]).toMatch(
      /^I1124 \d\d:\d\d:\d\d\.\d{6} {7}1 log\.go:195\] Started HTTP server on port 8080$/,
    );
    expect(logs('web')).toContain('log.go:195] GET /echo?msg=hello&code=\n');
  });

  it('runs commands, asks others and ends as it is told', () => {
    const { start, pass, get, ended } = openAgnhost();
    start('web', ['netexec']);
    start('other', ['serve-hostname', '--port=9000']);
    pass(5_000);
    expect(JSON.parse(get('web', '/shell?cmd=echo+hi;+hostname'))).toEqual({ output: 'hi\nweb\n' });
    expect(JSON.parse(get('web', '/shell?cmd=ls+/nope'))).toEqual({
      error: 'exit status 1',
      output: 'ls: /nope: No such file or directory\n',
    });
    expect(JSON.parse(get('web', '/dial?host=127.0.0.1&port=8080&request=hostname&tries=2'))).toEqual({
      responses: ['web', 'web'],
    });
    expect(JSON.parse(get('web', '/dial?host=127.0.0.1&port=81&request=x'))).toEqual({
      errors: ['Get "http://127.0.0.1:81/x": dial tcp 127.0.0.1:81: connect: connection refused'],
    });
    get('web', '/exit?code=3');
    pass(3_000);
    expect(ended('web')).toMatchObject({ exitCode: 3 });
  });

  it('serves on while it waits to end, and says that it is not ready', () => {
    const { start, pass, get, send, seen } = openAgnhost();
    start('web', ['netexec', '--delay-shutdown=20']);
    pass(5_000);
    expect(get('web', '/readyz')).toBe('ok');
    send('DELETE', '/api/v1/namespaces/default/pods/web');
    pass(1_000);
    expect(get('web', '/readyz')).toContain('503 Service Unavailable');
    pass(12_000);
    expect(seen.pods.get('web')?.at(-1)).toContain('c Completed(0)');
  });
});

describe('agnhost', () => {
  it('liveness is well for ten seconds', () => {
    const { start, pass, sh, ipOf } = openAgnhost();
    start('live', ['liveness']);
    pass(3_000);
    const get = () => sh(`wget -qO- http://${ipOf('live')}:8080/healthz`, { withinMs: 1_000 });
    expect(get()).toBe('ok');
    pass(9_000);
    expect(get()).toContain('500 Internal Server Error');
  });

  it('connect says in a word why not', () => {
    const { start, pass, logs, ended, nginx, ipOf } = openAgnhost();
    nginx('web');
    pass(4_000);
    start('fine', ['connect', `${ipOf('web')}:80`]);
    start('refused', ['connect', `${ipOf('web')}:81`]);
    start('lost', ['connect', '--timeout=3s', '10.244.0.250:80']);
    start('unknown', ['connect', 'nope:80']);
    start('wrong', ['connect', 'nope']);
    pass(8_000);
    expect(['fine', 'refused', 'lost', 'unknown', 'wrong'].map((name) => [ended(name)?.exitCode, logs(name)])).toEqual([
      [0, ''],
      [1, 'REFUSED\n'],
      [1, 'TIMEOUT\n'],
      [1, 'DNS: lookup nope: no such host\n'],
      [1, 'UNKNOWN: address nope: missing port in address\n'],
    ]);
  });

  it('prints what the Pod is given', () => {
    const { start, pass, logs } = openAgnhost();
    start('args', ['entrypoint-tester', 'a', 'b c']);
    start('suffix', ['dns-suffix']);
    start('servers', ['dns-server-list']);
    start('hosts', ['etc-hosts']);
    pass(6_000);
    expect(logs('args')).toBe('[/agnhost entrypoint-tester a b c]\n');
    expect(logs('suffix')).toBe('default.svc.cluster.local,svc.cluster.local,cluster.local\n');
    expect(logs('servers')).toBe('10.96.0.10\n');
    expect(logs('hosts')).toContain('\thosts\n');
  });

  it('serves files, values of its environment and its name', () => {
    const { start, pass, get, ipOf, sh, logs } = openAgnhost();
    start('files', ['test-webserver']);
    start('porter', ['porter', '--json-response'], { env: [{ name: 'SERVE_PORT_1234', value: 'hi' }] });
    start('name', ['serve-hostname', '--tcp', '--http=false', '--port=9001']);
    pass(5_000);
    expect(get('files', '/etc/hostname', 80)).toBe('files\n');
    expect(get('files', '/etc/', 80)).toContain('<a href="hostname">hostname</a>');
    expect(get('files', '/nope', 80)).toContain('404 Not Found');
    expect(get('porter', '/', 1234)).toBe('{"Method":"GET","Body":"hi"}');
    expect(sh(`nc ${ipOf('name')} 9001 </dev/null`)).toBe('name');
    expect(logs('name')).toContain(`TCP request from ${ipOf('box')}:`);
  });

  it('generates logs evenly, and ends', () => {
    const { start, pass, logs, ended } = openAgnhost();
    start('logs', ['logs-generator', '--log-lines-total=10', '--run-duration=20s']);
    start('wrong', ['logs-generator']);
    pass(13_000);
    const lines = logs('logs').trim().split('\n').length;
    expect([lines > 3, lines < 8]).toEqual([true, true]);
    expect(logs('logs')).toMatch(
      /^I\d{4} [\d:.]+ +1 logs_generator\.go:76\] 0 (GET|POST|PUT) \/api\/v1\/namespaces\/(kube-system|default|ns)\/pods\/\w{3,4} [2-5]\d\d$/m,
    );
    expect([ended('wrong')?.exitCode, logs('wrong')]).toEqual([
      255,
      expect.stringContaining('Invalid total number of lines: 0'),
    ]);
    pass(12_000);
    expect(ended('logs')).toMatchObject({ exitCode: 0 });
  });

  it('ends as Go programs do that handle a signal or do not', () => {
    const { start, pass, send, seen } = openAgnhost();
    const names = ['pause', 'liveness', 'serve-hostname'];
    for (const name of names) start(name, [name]);
    pass(5_000);
    for (const name of names) send('DELETE', `/api/v1/namespaces/default/pods/${name}`);
    pass(60_000);
    const last = names.map((name) => /c \w+\(\d+\)/.exec(seen.pods.get(name)?.at(-1) ?? '')?.[0]);
    expect(last).toEqual(['c Error(2)', 'c Error(2)', 'c Error(137)']);
  });
});
