import { expect, it } from 'vitest';
import { runtimeFault } from './runtime-handler.ts';

const classes: Readonly<Record<string, { readonly handler: string }>> = {
  plain: { handler: 'runc' },
  slow: { handler: 'runsc' },
};

// As containerd on kind said.
it.each([
  [undefined, undefined],
  ['plain', undefined],
  [
    'slow',
    'rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "id": no runtime for "runsc" is configured',
  ],
  ['gone', 'runtimeclass.node.k8s.io "gone" not found'],
])('RuntimeClass %s → %s', (name, expected) => {
  const api = { get: (_resource: string, _namespace: undefined, asked: string) => classes[asked] };
  expect(runtimeFault(api, name, () => 'id')).toBe(expected);
});
