import type { Command } from '../cli/command.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';
import { parseAmounts } from './set-resources.ts';

/** `kubectl create quota`. */
export const createQuota: Command = {
  name: 'create quota',
  flags: [...newObjectFlags, { name: 'hard', type: 'string' }, { name: 'scopes', type: 'string' }],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const name = oneName(args, 'quota');
    const hard = parseAmounts(flags.string('hard') ?? '');
    const scopes = (flags.string('scopes') ?? '').split(',').filter((scope) => scope !== '');
    const object = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name },
      spec: {
        ...(Object.keys(hard).length > 0 ? { hard } : {}),
        ...(scopes.length > 0 ? { scopes } : {}),
      },
      status: {},
    };
    await writeNamed('resourcequotas', object, invocation, 'failed to create quota');
  },
};
