import type { Command } from '../cli/command.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create priorityclass`. */
export const createPriorityClass: Command = {
  name: 'create priorityclass',
  flags: [
    ...newObjectFlags,
    { name: 'value', type: 'int' },
    { name: 'global-default', type: 'bool' },
    { name: 'description', type: 'string' },
    { name: 'preemption-policy', type: 'string' },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const name = oneName(args, 'priorityclass');
    const description = flags.string('description') ?? '';
    const object = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: flags.int('value') ?? 0,
      preemptionPolicy: flags.string('preemption-policy') ?? 'PreemptLowerPriority',
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(description === '' ? {} : { description }),
    };
    await writeNamed('priorityclasses', object, invocation, 'failed to create priorityclass');
  },
};
