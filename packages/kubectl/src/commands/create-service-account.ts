import type { Command } from '../cli/command.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create serviceaccount`. */
export const createServiceAccount: Command = {
  name: 'create serviceaccount',
  flags: newObjectFlags,
  run: async (invocation) => {
    const name = oneName(invocation.args, 'serviceaccount');
    const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
    await writeNamed('serviceaccounts', object, invocation, 'failed to create serviceaccount');
  },
};
