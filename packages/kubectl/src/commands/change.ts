import { StatusError } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { collect, type Found } from '../resources/collect.ts';
import { objectText } from '../resources/targets.ts';

/** Runs `act` on every object found, prints `type/name <text>` for each, and tells the faults. @returns the exit code */
export async function forEachFound(invocation: Invocation, act: (found: Found) => Promise<string>): Promise<number> {
  const { found, faults } = await collect(invocation);
  const told = [...faults];
  for (const one of found) {
    try {
      const text = await act(one);
      invocation.out(`${objectText(one.resource, one.object.metadata.name)} ${text}\n`);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      told.push(errorText(error));
    }
  }
  for (const fault of told) invocation.complain(fault);
  return told.length > 0 ? 1 : 0;
}

/** `kubectl scale`. */
export const scale: Command = {
  name: 'scale',
  flags: [
    sharedFlags.filename,
    sharedFlags.selector,
    sharedFlags.all,
    sharedFlags.dryRun,
    sharedFlags.timeout,
    { name: 'replicas', type: 'int' },
    { name: 'current-replicas', type: 'int' },
  ],
  run: async (invocation) => {
    const { client, signal, flags } = invocation;
    const replicas = flags.int('replicas');
    if (replicas === undefined) throw usageError('required flag(s) "replicas" not set');
    if (replicas < 0)
      throw usageError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const dryRun = dryRunOf(flags);
    return forEachFound(invocation, async ({ resource, object: { metadata } }) => {
      const expected = flags.int('current-replicas');
      if (expected !== undefined && expected >= 0) {
        const { spec } = await client.getScale(resource, metadata, { signal });
        if (spec?.replicas !== expected)
          throw usageError(`Expected replicas to be ${expected}, was ${spec?.replicas ?? 0}`);
      }
      if (dryRun !== 'client')
        await client.scale(resource, metadata, replicas, { dryRun: dryRun === 'server', signal });
      return `scaled${dryRunText(dryRun)}`;
    });
  },
};

/** `kubectl patch`. */
export const patch: Command = {
  name: 'patch',
  flags: [
    sharedFlags.filename,
    sharedFlags.dryRun,
    { name: 'patch', short: 'p', type: 'string' },
    { name: 'type', type: 'string' },
    { name: 'subresource', type: 'string' },
  ],
  run: async (invocation) => {
    const { client, signal, flags } = invocation;
    const body = flags.string('patch');
    if (body === undefined)
      throw usageError('Must specify --patch or --patch-file containing the contents of the patch');
    const type = flags.string('type') ?? 'strategic';
    if (type !== 'json' && type !== 'merge' && type !== 'strategic') {
      throw usageError(`--type must be one of [json merge strategic], not ${JSON.stringify(type)}`);
    }
    const dryRun = dryRunOf(flags);
    return forEachFound(invocation, async ({ resource, object }) => {
      if (dryRun === 'client') return `patched${dryRunText(dryRun)}`;
      const options = {
        fieldManager: 'kubectl-patch',
        subresource: flags.string('subresource'),
        dryRun: dryRun === 'server',
        signal,
      };
      const after = await client.patch(resource, object.metadata, { type, body }, options);
      const changed = after.metadata.resourceVersion !== object.metadata.resourceVersion || dryRun === 'server';
      return `patched${dryRunText(dryRun)}${changed ? '' : ' (no change)'}`;
    });
  },
};
