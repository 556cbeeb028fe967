import { type Command } from '../cli/command.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create namespace`. */
export const createNamespace: Command = {
  name: 'create namespace',
  aliases: ['create ns'],
  flags: newObjectFlags,
  run: async (invocation) => {
    const name = oneName(invocation.args, 'namespace');
    await writeNamed(
      'namespaces',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} },
      invocation,
    );
  },
};
