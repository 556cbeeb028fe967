import { StatusError } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { complainAll } from '../cli/complain-all.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { describeObject, tellsEvents } from '../describe/describe-object.ts';
import { createDescribeWriter } from '../describe/describe-writer.ts';
import { eventsAbout, writeEvents } from '../describe/events.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { alignTabs, describeRules } from '../print/tab-writer.ts';
import { type Found, listNamespace, selectorsOf } from '../resources/collect.ts';
import { parseTargets } from '../resources/targets.ts';

/** `kubectl describe`. */
export const describe: Command = {
  name: 'describe',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    sharedFlags.selector,
    sharedFlags.allNamespaces,
    { name: 'show-events', type: 'bool' },
    { name: 'chunk-size', type: 'int' },
  ],
  run: async (invocation) => {
    const { args, flags, out, complain } = invocation;
    if (args.length === 0 && !flags.has('filename'))
      throw usageError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const { found, faults } = await collectNamed(invocation);
    if (found.length === 0 && faults.length === 1 && args.length === 2 && isNotFound(faults[0])) {
      const alike = await findAlike(invocation);
      if (alike.length === 0) throw faults[0];
      const tellsEventsToo = flags.has('show-events') && flags.bool('show-events');
      for (const one of alike) out(`${await describeOne(one, tellsEventsToo, invocation)}\n`);
      return 0;
    }
    // Of several objects, and beside a fault, kubectl leaves the events out unless asked.
    const alone = found.length === 1 && faults.length === 0;
    const withEvents = flags.has('show-events') ? flags.bool('show-events') : alone;
    const texts: string[] = [];
    for (const one of found) texts.push(await describeOne(one, withEvents, invocation));
    out(texts.join('\n\n'));
    if (found.length === 0 && faults.length === 0) {
      complain(
        listNamespace(invocation) === undefined
          ? 'No resources found'
          : `No resources found in ${invocation.namespace} namespace.`,
      );
    }
    return complainAll(
      faults.map((fault) => errorText(fault)),
      invocation,
    );
  },
};

function isNotFound(fault: unknown): boolean {
  return fault instanceof StatusError && fault.reason === 'NotFound';
}

async function collectNamed(invocation: Invocation): Promise<{ found: Found[]; faults: unknown[] }> {
  const { client, signal, namespace, args, flags } = invocation;
  const found: Found[] = [];
  const faults: unknown[] = [];
  const get = async (resource: DiscoveredResource, at: { namespace: string; name: string }) => {
    try {
      found.push({ resource, object: await client.get(resource, at, { signal }) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      faults.push(error);
    }
  };
  if (flags.has('filename')) {
    for (const { resource, object } of await readManifests(invocation))
      await get(resource, { namespace: object.metadata?.namespace ?? namespace, name: object.metadata?.name ?? '' });
    return { found, faults };
  }
  for (const { resource, names } of await parseTargets(args, invocation)) {
    if (names.length === 0) found.push(...(await listAll(resource, invocation)));
    for (const name of names) await get(resource, { namespace, name });
  }
  return { found, faults };
}

async function describeOne({ resource, object }: Found, withEvents: boolean, invocation: Invocation): Promise<string> {
  const writer = createDescribeWriter();
  await describeObject(writer, { resource, object }, invocation);
  if (withEvents && tellsEvents(object)) {
    writeEvents(writer, await eventsAbout(object, invocation), invocation.clock.nowMs());
  }
  return alignTabs(writer.text(), describeRules);
}

async function listAll(resource: DiscoveredResource, invocation: Invocation): Promise<Found[]> {
  const { client, signal } = invocation;
  const { labelSelector } = selectorsOf(invocation);
  const { items } = await client.list(resource, { namespace: listNamespace(invocation) }, { labelSelector, signal });
  return items.map((object) => ({ resource, object }));
}

/** Objects whose names begin with the one that was given. */
async function findAlike(invocation: Invocation): Promise<Found[]> {
  const [type = '', prefix = ''] = invocation.args;
  const [target] = await parseTargets([type], invocation);
  if (!target) return [];
  const all = await listAll(target.resource, invocation);
  return all.filter(({ object }) => object.metadata.name.startsWith(prefix));
}
