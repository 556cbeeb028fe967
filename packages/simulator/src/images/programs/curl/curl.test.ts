import { describe, expect, it, test } from 'vitest';
import { openNetworkCluster } from '../../../network/testing/network-cluster.ts';
import { readOptions } from './curl-options.ts';

describe('the command line', () => {
  it.each([
    [['-z'], 'option -z: is unknown'],
    [['--nosuch'], 'option --nosuch: is unknown'],
    [['-X'], 'option -X: requires parameter'],
    [['-m', 'x', 'a'], 'option -m: expected a proper numerical parameter'],
  ])('%j is refused: %s', (args, fault) => {
    expect(readOptions(args)).toBe(fault);
  });

  it.each([
    [['-sSfo', '/dev/null', 'http://a'], ['http://a'], 'sSfo'],
    [['--url', 'http://a', '-XPUT', '-d', 'x'], ['http://a'], 'XdU'],
    [['-kL', '--retry', '3', 'http://a'], ['http://a'], 'kLr'],
  ])('%j', (args, urls, letters) => {
    const options = readOptions(args);
    if (typeof options === 'string') throw new Error(options);
    expect(options.urls).toEqual(urls);
    expect([...letters].every((letter) => options.has(letter))).toBe(true);
  });
});

test('curl says with its exit code what went wrong, and repeats what may be over soon', () => {
  const { nginx, run, service, pass, sh, ipOf } = openNetworkCluster();
  nginx('web');
  service('web', {});
  run('from', { containers: [{ name: 'c', image: 'curlimages/curl:8.16.0', command: ['sleep', '1000'] }] });
  pass(4_000);
  const curl = (args: string, withinMs = 3_000) => sh(`curl ${args}; echo " $?"`, { pod: 'from', withinMs });
  expect(curl("-s -o /dev/null -w '%{http_code} %{num_redirects} %{nosuch}' web")).toBe(
    "curl: unknown --write-out variable: 'nosuch'\n200 0  0\n",
  );
  expect(curl('-sS -f web/none')).toBe('curl: (22) The requested URL returned error: 404\n 22\n');
  expect(curl('-sS --fail-with-body web/none')).toMatch(/^<html>[^]*404[^]*curl: \(22\) .*\n 22\n$/);
  expect(curl('-sS nosuch')).toBe('curl: (6) Could not resolve host: nosuch\n 6\n');
  expect(curl('-sS web:99999')).toBe(
    'curl: (3) URL rejected: Port number was not a decimal number between 0 and 65535\n 3\n',
  );
  expect(curl('-sS foo://x')).toBe('curl: (1) Protocol "foo" not supported\n 1\n');
  const closed = `${ipOf('web')}:81`;
  expect(curl(`-sS ${closed}`)).toMatch(/^curl: \(7\) Failed to connect to \S+ port 81 after \d+ ms: .*\n 7\n$/);
  expect(curl(`-s --retry 2 --retry-connrefused --retry-delay 1 ${closed}`, 1_900)).toBe('');
  expect(curl(`-sS --retry 2 --retry-connrefused ${closed}`, 5_000).match(/\(7\)/g)).toHaveLength(3);
  expect(curl('-sS -o /nosuch/x web')).toContain('curl: (23) ');
  expect(curl('-sS -d @/nosuch web')).toBe('curl: (26) Failed to open /nosuch\n 26\n');
});

test('curl sends what its options say', () => {
  const { nginx, run, service, pass, sh } = openNetworkCluster();
  nginx('sink');
  service('sink', {});
  run('from', { containers: [{ name: 'c', image: 'curlimages/curl:8.16.0', command: ['sleep', '1000'] }] });
  pass(4_000);
  const sent = (args: string) =>
    sh(`curl -sv ${args} sink/ 2>&1 | sed -n 's/^> //p'`, { pod: 'from', withinMs: 3_000 });
  expect(sent('-u me:pw')).toContain('Authorization: Basic bWU6cHc=');
  expect(sent('-G -d a=1 -d b=2')).toContain('GET /?a=1&b=2 HTTP/1.1');
  expect(sent("--json '{}'")).toContain('POST / HTTP/1.1');
  expect(sent("--json '{}'")).toContain('Content-Type: application/json');
  expect(sent('-X DELETE -b c=1 -e http://from')).toMatch(/DELETE [^]*Referer: http:\/\/from[^]*Cookie: c=1/);
});
