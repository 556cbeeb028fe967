import type { Command } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { nothingNamed } from '../resources/targets.ts';
import { changeTemplates, setFlags } from './set-template.ts';

/** `kubectl set serviceaccount`. */
export const setServiceAccount: Command = {
  name: 'set serviceaccount',
  flags: setFlags,
  run: async (invocation) => {
    const serviceAccountName = invocation.args.at(-1);
    if (serviceAccountName === undefined) throw usageError('serviceaccount is required');
    const args = invocation.args.slice(0, -1);
    if (args.length === 0 && !invocation.flags.has('filename')) throw usageError(nothingNamed);
    return changeTemplates(
      { ...invocation, args },
      {
        verb: 'serviceaccount updated',
        change: (spec) => ({ ...spec, serviceAccountName }),
      },
    );
  },
};
