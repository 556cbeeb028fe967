import { describe, expect, it, test } from 'vitest';
import { ask } from '../../../cluster/testing/request.ts';
import { openNetworkCluster } from '../../../network/testing/network-cluster.ts';
import { parseNginxCommand } from './nginx-command.ts';

/** What is printed, without the times that nginx puts before its lines. */
const timeless = (text: string) => text.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, '').replace(/\d+#\d+/g, 'N');

describe('the command line', () => {
  it.each([
    [['-z'], 'invalid option: "z"'],
    [['foo'], 'invalid option: "foo"'],
    [['-s'], 'option "-s" requires parameter'],
    [['-s', 'foo'], 'invalid option: "-s foo"'],
    [['-c'], 'option "-c" requires file name'],
  ])('%j is refused: %s', (args, fault) => {
    expect(parseNginxCommand(args)).toBe(fault);
  });

  it.each([
    [['-tq'], { asks: 'test', isQuiet: true }],
    [['-s', 'reload'], { asks: 'signal', signal: 'HUP' }],
    [['-T', '-c', 'x.conf'], { asks: 'dump', file: '/etc/nginx/x.conf' }],
    [['-g', 'daemon off;'], { asks: 'run', directives: 'daemon off;' }],
  ])('%j asks for %j', (args, wanted) => {
    expect(parseNginxCommand(args)).toMatchObject(wanted);
  });
});

test('nginx -t says what is wrong with a configuration, as the real one words it', () => {
  const { nginx, sh, pass } = openNetworkCluster();
  nginx('web');
  pass(3_000);
  const check = (text: string) =>
    timeless(sh(`echo '${text}' > /etc/nginx/conf.d/x.conf; nginx -t; echo $?`, { pod: 'web', withinMs: 2_000 })).split(
      '\n',
    )[0];
  const at = 'in /etc/nginx/conf.d/x.conf:1';
  expect(check('server { listen 81; return 200 ok; }')).toBe(
    'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok',
  );
  for (const [text, fault] of [
    ['foo;', `unknown directive "foo" ${at}`],
    ['server { listen 80 }', `unexpected "}" ${at}`],
    ['server { listen abc; }', `host not found in "abc" of the "listen" directive ${at}`],
    ['server { listen 99999; }', `invalid port in "99999" of the "listen" directive ${at}`],
    ['location / { }', `"location" directive is not allowed here ${at}`],
    ['server { listen 81; location { } }', `invalid number of arguments in "location" directive ${at}`],
    ['server { listen 81; location / { proxy_pass nosuch; } }', `invalid URL prefix ${at}`],
    ['server { listen 81; root /a; root /b; }', `"root" directive is duplicate ${at}`],
    ['include /nosuch.conf;', `open() "/nosuch.conf" failed (2: No such file or directory) ${at}`],
    [
      'server { listen 81; autoindex maybe; }',
      `invalid value "maybe" in "autoindex" directive, it must be "on" or "off" ${at}`,
    ],
    ['server { listen 81; keepalive_timeout x; }', `"keepalive_timeout" directive invalid value ${at}`],
    ['server { listen 8080; ', 'unexpected end of file, expecting "}" in /etc/nginx/conf.d/x.conf:2'],
  ]) {
    expect(check(text ?? '')).toBe(`[emerg] N: ${fault}`);
  }
});

test('nginx -s reload tells the master, which starts new workers; a faulty configuration is kept out', () => {
  const { nginx, sh, pass, logs } = openNetworkCluster();
  nginx('web');
  pass(3_000);
  expect(timeless(sh('nginx -s reload; echo $?', { pod: 'web', withinMs: 1_000 }))).toBe(
    '[notice] N: signal process started\n0\n',
  );
  expect(timeless(logs('web'))).toContain(
    'signal 1 (SIGHUP) received from 0, reconfiguring\n[notice] N: reconfiguring\n[notice] N: using the "epoll"',
  );
  sh('echo "server {" > /etc/nginx/conf.d/x.conf; kill -HUP 1', { pod: 'web', withinMs: 1_000 });
  expect(timeless(logs('web'))).toMatch(/expecting "}" in \/etc\/nginx\/conf.d\/x.conf:2\n$/);
  expect(sh('wget -qO- localhost | head -1', { pod: 'web', withinMs: 1_000 })).toBe('<!DOCTYPE html>\n');
});

test('nginx ends as it is told to, and goes to the background unless it is told not to', () => {
  const { nginx, run, sh, pass, logs, cluster } = openNetworkCluster();
  nginx('web');
  run('back', { restartPolicy: 'Never', containers: [{ name: 'nginx', image: 'nginx:1.29', command: ['nginx'] }] });
  pass(3_000);
  const phase = (name: string) =>
    (ask(cluster, 'GET', `/api/v1/namespaces/default/pods/${name}`) as { status?: { phase?: string } }).status?.phase;
  expect(phase('back')).toBe('Succeeded');
  expect(timeless(logs('back'))).toContain('[notice] N: nginx/1.29.3\n');
  sh('kill -TERM 1', { pod: 'web', withinMs: 100 });
  expect(timeless(logs('web'))).toMatch(
    /signal 15 \(SIGTERM\) received, exiting\n(.*\n){4}.*signal 17 \(SIGCHLD\) received from 29\n(.*\n){2}\[notice\] N: exit\n$/,
  );
});

test('nginx does not start where it may not write', () => {
  const { run, pass, logs } = openNetworkCluster();
  const container = { name: 'nginx', image: 'nginx:1.29' };
  run('locked', { containers: [{ ...container, securityContext: { readOnlyRootFilesystem: true } }] });
  run('other', { containers: [{ ...container, securityContext: { runAsUser: 1000 } }] });
  pass(3_000);
  expect(timeless(logs('locked'))).toBe(
    '[emerg] N: mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)\n' +
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)\n',
  );
  expect(timeless(logs('other'))).toContain(
    '[emerg] N: mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)\n' +
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)\n',
  );
});
