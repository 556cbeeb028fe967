import type { Stored } from '@podlab/apimachinery';
import type { Event } from 'kubernetes-types/core/v1';
import { type Command, sharedFlags } from '../cli/command.ts';
import { ageText, lastSeen } from '../describe/events.ts';
import { alignCells } from '../print/table.ts';
import { listNamespace } from '../resources/collect.ts';
import { parseTargets } from '../resources/targets.ts';

/** `kubectl events`. */
export const events: Command = {
  name: 'events',
  flags: [
    sharedFlags.allNamespaces,
    { name: 'for', type: 'string' },
    { name: 'types', type: 'list' },
    { name: 'no-headers', type: 'bool' },
  ],
  run: async (invocation) => {
    const { client, clock, signal, flags, out } = invocation;
    const about = flags.string('for');
    const [target] = about === undefined ? [] : await parseTargets([about], invocation);
    const fieldSelector =
      target && `involvedObject.kind=${target.resource.kind},involvedObject.name=${target.names[0] ?? ''}`;
    const namespace = listNamespace(invocation);
    const { items } = await client.list('events', { namespace }, { fieldSelector, signal });
    const types = flags.list('types').map((type) => type.toLowerCase());
    const shown = items
      .filter(({ type }) => types.length === 0 || types.includes((type ?? '').toLowerCase()))
      .toSorted((a, b) => (lastSeen(a) < lastSeen(b) ? -1 : lastSeen(a) > lastSeen(b) ? 1 : 0));
    if (shown.length === 0) {
      invocation.complain(namespace === undefined ? 'No events found.' : `No events found in ${namespace} namespace.`);
      return;
    }
    const all = namespace === undefined;
    const headers = [...(all ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
    const rows = shown.map((event) => [
      ...(all ? [event.metadata.namespace ?? ''] : []),
      ageText(event, clock.nowMs()),
      ...cellsOf(event),
    ]);
    out(alignCells(flags.bool('no-headers') ? rows : [headers, ...rows]));
  },
};

function cellsOf({ type = '', reason = '', involvedObject, message = '' }: Stored<Event>): string[] {
  return [type, reason, `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`, message.trim()];
}
