import { type Status, StatusError, type Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { collect, type Found } from '../resources/collect.ts';
import { nothingNamed, parseTargets, typeText } from '../resources/targets.ts';
import { waitUntilGone } from './wait-until-gone.ts';

/** `kubectl delete`. */
export const deleteCommand: Command = {
  name: 'delete',
  flags: [
    sharedFlags.selector,
    sharedFlags.fieldSelector,
    sharedFlags.allNamespaces,
    sharedFlags.all,
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.output,
    sharedFlags.dryRun,
    sharedFlags.timeout,
    { name: 'wait', type: 'bool' },
    { name: 'now', type: 'bool' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'cascade', type: 'string', bare: 'background' },
  ],
  run: async (invocation) => {
    const { flags, err, complain } = invocation;
    propagationOf(flags.string('cascade'));
    const grace = graceOf(invocation);
    if (flags.bool('force') && grace === 0) {
      err(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
      );
    }
    await checkArguments(invocation);
    const { found } = await collect(invocation, { unread: true });
    const told: string[] = [];
    const deleted: (Found & { uid: string })[] = [];
    for (const one of found) {
      const outcome = await deleteOne(one, grace, invocation);
      if (outcome.fault === undefined) deleted.push({ ...one, uid: outcome.uid ?? one.object.metadata.uid });
      else if (!outcome.isNotFound || !flags.bool('ignore-not-found')) told.push(outcome.fault);
    }
    if (found.length === 0) invocation.out('No resources found\n');
    for (const fault of told) complain(fault);
    const waits = flags.has('wait') ? flags.bool('wait') : !(flags.bool('force') && grace === 0);
    if (waits && dryRunOf(flags) === 'none') {
      const options = { timeoutMs: flags.durationMs('timeout') || undefined };
      for (const { resource, object, uid } of deleted)
        await waitUntilGone({ resource, object, uid }, options, invocation);
    }
    return told.length > 0 ? 1 : 0;
  },
};

/** What became of one object. */
interface Outcome {
  /** What went wrong. */
  readonly fault?: string;
  readonly isNotFound?: boolean;
  /** Of what goes, as the API says. */
  readonly uid?: string;
}

/** Deletes one object. */
async function deleteOne(
  { resource, object, source }: Found,
  grace: number | undefined,
  invocation: Invocation,
): Promise<Outcome> {
  const { client, signal, flags, out } = invocation;
  const { namespace, name } = object.metadata;
  const dryRun = dryRunOf(flags);
  let uid: string | undefined;
  try {
    if (dryRun !== 'client') {
      const answer = await client.delete(
        resource,
        { namespace, name },
        {
          signal,
          gracePeriodSeconds: grace,
          propagationPolicy: propagationOf(flags.string('cascade')),
          dryRun: dryRun === 'server',
        },
      );
      uid = uidOf(answer);
    }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const doing = source === undefined ? '' : `error when deleting ${JSON.stringify(source)}`;
    return { fault: errorText(error, doing), isNotFound: error.reason === 'NotFound' };
  }
  const verb = flags.bool('force') && grace === 0 ? 'force deleted' : 'deleted';
  out(
    flags.string('output') === 'name'
      ? `${typeText(resource)}/${name}\n`
      : deletedText(resource, object.metadata, verb, dryRunText(dryRun)),
  );
  return { uid };
}

function uidOf(answer: Stored | Status): string | undefined {
  const { details } = answer as Partial<Status>;
  return details?.uid ?? (answer as Stored).metadata.uid;
}

/** `pod "web" deleted from lab namespace`. */
export function deletedText(
  resource: DiscoveredResource,
  { name, namespace }: { readonly name: string; readonly namespace?: string },
  verb: string,
  end = '',
): string {
  return `${typeText(resource)} ${JSON.stringify(name)} ${verb}${fromNamespace(resource, namespace)}${end}\n`;
}

/** ` from lab namespace`; nothing for what is in none. */
export function fromNamespace({ namespaced }: DiscoveredResource, namespace: string | undefined): string {
  return namespaced && namespace !== undefined ? ` from ${namespace} namespace` : '';
}

function graceOf({ flags }: Invocation): number | undefined {
  const given = flags.int('grace-period');
  if (flags.bool('now')) {
    if (given !== undefined && given >= 0) throw usageError('--now and --grace-period cannot be specified together');
    if (flags.bool('force')) throw usageError('--force and --grace-period greater than 0 cannot be specified together');
    return 1;
  }
  if (given === 0 && !flags.bool('force')) return 1;
  if (flags.bool('force') && (given === undefined || given < 0)) return 0;
  return given !== undefined && given >= 0 ? given : undefined;
}

function propagationOf(cascade: string | undefined): 'Background' | 'Foreground' | 'Orphan' {
  switch (cascade) {
    case undefined:
    case 'background':
    case 'true':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
    case 'false':
      return 'Orphan';
    default:
      throw usageError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
}

async function checkArguments(invocation: Invocation): Promise<void> {
  const { args, flags } = invocation;
  if (flags.has('filename')) return;
  if (args.length === 0) throw usageError(nothingNamed);
  const named = (await parseTargets(args, invocation)).some(({ names }) => names.length > 0);
  if (named && flags.bool('all')) throw usageError('name cannot be provided when a selector is specified');
  if (named && flags.has('selector')) throw usageError('name cannot be provided when a selector is specified');
}
