import { expect, it } from 'vitest';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { defaultStatefulSet } from './workload-defaults.ts';

it.each([
  [undefined, ''],
  ['db', 'db'],
])('a StatefulSet of service %j tells it as %j', (given, told) => {
  const set = { spec: { ...(given && { serviceName: given }) } } as StatefulSet;
  defaultStatefulSet(set);
  expect(set.spec?.serviceName).toBe(told);
});
