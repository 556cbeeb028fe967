import { expect, it } from 'vitest';
import { answerHealth } from './health.ts';

function answer(path: string) {
  const { pathname, searchParams } = new URL(path, 'http://server');
  const response = answerHealth(pathname, searchParams);
  return response && `${response.status} ${response.body as string}`;
}

it.each([
  ['/livez', '200 ok'],
  ['/readyz/etcd', '200 ok'],
  ['/healthz/poststarthook/rbac/bootstrap-roles?verbose', '200 ok'],
  ['/livez/shutdown', '404 404 page not found\n'],
  ['/livezx', undefined],
  ['/api', undefined],
])('%s → %s', (path, expected) => {
  expect(answer(path)).toBe(expected);
});

it('tells all checks in order', () => {
  const lines = answer('/readyz?verbose&exclude=etcd')?.split('\n') ?? [];
  expect(lines.slice(0, 4)).toEqual(['200 [+]ping ok', '[+]log ok', '[+]etcd excluded: ok', '[+]etcd-readiness ok']);
  expect(lines.slice(-3)).toEqual(['[+]shutdown ok', 'readyz check passed', '']);
});
