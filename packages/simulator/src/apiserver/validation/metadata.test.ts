import { expect, it } from 'vitest';
import { validateNewFinalizers } from './metadata.ts';

const old = { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '', finalizers: ['bad name/x'] };

it.each([
  ['pods', ['example.com/hold'], []],
  ['pods', ['bad name/y'], ['prefix part a lowercase RFC 1123 subdomain must consist']],
  ['configmaps', ['orphan', 'foregroundDeletion'], ['finalizer orphan and foregroundDeletion cannot be both set']],
  ['deployments', ['bad name/y'], []],
  ['pods', old.finalizers, []],
])('an update of %s to finalizers %j', (plural, finalizers, faults) => {
  const found = validateNewFinalizers(plural, { ...old, finalizers }, old);
  expect(found).toHaveLength(faults.length);
  for (const [index, fault] of faults.entries()) expect(found[index]?.body).toContain(fault);
});
