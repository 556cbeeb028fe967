import { toYaml } from '@podlab/apimachinery';
import type { Stored } from '@podlab/apimachinery';
import { type Command, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError, usageFault } from '../cli/kubectl-error.ts';
import { toJson } from '../print/json.ts';
import { collect } from '../resources/collect.ts';
import { lastApplied } from '../resources/last-applied.ts';

/** `kubectl apply view-last-applied`. */
export const viewLastApplied: Command = {
  name: 'apply view-last-applied',
  flags: [sharedFlags.filename, sharedFlags.recursive, sharedFlags.selector, sharedFlags.all, sharedFlags.output],
  run: async (invocation) => {
    const { flags, out } = invocation;
    const output = flags.string('output') ?? 'yaml';
    if (output !== 'yaml' && output !== 'json')
      throw usageFault(
        'kubectl apply view-last-applied',
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
      );
    const { found, faults } = await collect(invocation);
    if (faults.length > 0) throw new KubectlError(faults.join('\n'));
    for (const { object } of found) {
      const value: unknown = JSON.parse(textOf(object));
      out(output === 'yaml' ? toYaml(value) : toJson(value));
    }
  },
};

function textOf({ metadata }: Stored): string {
  const text = metadata.annotations?.[lastApplied];
  if (text === undefined)
    throw usageError(`no last-applied-configuration annotation found on resource: ${metadata.name}`);
  return text;
}
