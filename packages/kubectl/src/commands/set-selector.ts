import { deepEqual, type Stored } from '@podlab/apimachinery';
import { type Command, printFlags, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { forEachFound, patchTo } from './change.ts';

/** `kubectl set selector`, of Services. */
export const setSelector: Command = {
  name: 'set selector',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.all,
    sharedFlags.dryRun,
    sharedFlags.fieldManager,
    ...printFlags,
  ],
  run: async (invocation) => {
    const { args } = invocation;
    const words = args.filter((arg) => arg.includes('='));
    const targets = args.filter((arg) => !arg.includes('='));
    if (words.length === 0) throw usageError('one or more selectors must be specified');
    const selector = Object.fromEntries(
      words
        .flatMap((word) => word.split(','))
        .map((pair) => {
          const [key = '', value = ''] = pair.split('=');
          return [key, value];
        }),
    );
    return forEachFound({ ...invocation, args: targets }, async (found) => {
      if (found.resource.kind !== 'Service') throw usageError(`setting a selector is only supported for Services`);
      const modified: Stored = { ...found.object, spec: { ...(found.object['spec'] as object), selector } };
      if (deepEqual(modified, found.object)) return undefined;
      return { object: await patchTo(found, modified, 'kubectl-set', invocation), verb: 'selector updated' };
    });
  },
};
