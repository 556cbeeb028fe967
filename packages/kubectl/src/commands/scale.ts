import { type Stored } from '@podlab/apimachinery';
import { type Command, printFlags, sharedFlags } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { forEachFound } from './change.ts';

/** `kubectl scale`. */
export const scale: Command = {
  name: 'scale',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.selector,
    sharedFlags.all,
    sharedFlags.dryRun,
    sharedFlags.timeout,
    ...printFlags,
    { name: 'replicas', type: 'int' },
    { name: 'current-replicas', type: 'int' },
  ],
  run: async (invocation) => {
    const { client, signal, flags } = invocation;
    const replicas = flags.int('replicas');
    if (replicas === undefined) throw usageError('required flag(s) "replicas" not set');
    if (replicas < 0)
      throw usageError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const expected = flags.int('current-replicas') ?? -1;
    if (expected < -1) throw usageError('The --current-replicas must specify an integer of -1 or greater');
    const dryRun = dryRunOf(flags);
    return forEachFound(invocation, async ({ resource, object }) => {
      const { metadata } = object;
      if (expected >= 0 && dryRun !== 'client') {
        const { spec } = await client.getScale(resource, metadata, { signal });
        if (spec?.replicas !== expected)
          throw usageError(`Expected replicas to be ${expected}, was ${spec?.replicas ?? 0}`);
      }
      if (dryRun !== 'client')
        await client.scale(resource, metadata, replicas, { dryRun: dryRun === 'server', signal });
      const spec = object['spec'] as object | undefined;
      const after: Stored = { ...object, spec: { ...spec, replicas } };
      return { object: after, verb: 'scaled' };
    });
  },
};
