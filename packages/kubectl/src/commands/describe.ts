import { StatusError, type Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { describeObject, isDescribable } from '../describe/describe-object.ts';
import { createDescribeWriter } from '../describe/describe-writer.ts';
import { eventsAbout, writeEvents } from '../describe/events.ts';
import { alignTabs, describeRules } from '../print/tab-writer.ts';
import { type Found, listNamespace, selectorsOf } from '../resources/collect.ts';
import { parseTargets } from '../resources/targets.ts';

/** `kubectl describe`. */
export const describe: Command = {
  name: 'describe',
  flags: [sharedFlags.selector, sharedFlags.allNamespaces, { name: 'show-events', type: 'bool' }],
  run: async (invocation) => {
    const { args, flags, out } = invocation;
    if (args.length === 0)
      throw usageError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const found: Found[] = [];
    const faults: string[] = [];
    for (const { resource, names } of await parseTargets(args, invocation)) {
      if (!isDescribable(resource)) {
        throw usageError(
          `this kubectl does not describe ${resource.resource}; use "kubectl get ${resource.resource} -o yaml", or install kubectl`,
        );
      }
      if (names.length === 0) found.push(...(await listAll(resource, invocation)));
      for (const name of names) {
        try {
          found.push(...(await findNamed(resource, name, invocation)));
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
          faults.push(errorText(error));
        }
      }
    }
    // Of several objects, kubectl leaves the events out unless asked.
    const withEvents = flags.has('show-events') ? flags.bool('show-events') : found.length === 1;
    const texts: string[] = [];
    for (const one of found) texts.push(await describeOne(one, withEvents, invocation));
    out(texts.join('\n\n'));
    if (found.length === 0 && faults.length === 0) {
      invocation.complain(
        listNamespace(invocation) === undefined
          ? 'No resources found'
          : `No resources found in ${invocation.namespace} namespace.`,
      );
    }
    for (const fault of faults) invocation.complain(fault);
    return faults.length > 0 ? 1 : 0;
  },
};

async function describeOne({ object }: Found, withEvents: boolean, invocation: Invocation): Promise<string> {
  const writer = createDescribeWriter();
  await describeObject(writer, object, invocation);
  // kubectl shows no events of a namespace.
  if (withEvents && object.kind !== 'Namespace') {
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

/** The object of that name; when there is none, all whose names begin with it. */
async function findNamed(resource: DiscoveredResource, name: string, invocation: Invocation): Promise<Found[]> {
  const { client, signal, namespace } = invocation;
  try {
    return [{ resource, object: await client.get(resource, { namespace, name }, { signal }) }];
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'NotFound') throw error;
    const { items } = await client.list(resource, { namespace }, { signal });
    const alike: Stored[] = items.filter(({ metadata }) => metadata.name.startsWith(name));
    if (alike.length === 0) throw error;
    return alike.map((object) => ({ resource, object }));
  }
}
