import type { Stored } from '@podlab/apimachinery';
import type { Event } from 'kubernetes-types/core/v1';
import { type Command, type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { ageText, lastSeen } from '../describe/events.ts';
import { goSort } from '../print/go-sort.ts';
import { noPrinter, printObjects } from '../print/print-objects.ts';
import { alignCells, createGrowingAlignment } from '../print/table.ts';
import { listNamespace } from '../resources/collect.ts';
import { findType, findTypePlain } from '../resources/targets.ts';

/** `kubectl events`. */
export const events: Command = {
  name: 'events',
  flags: [
    ...printFlags,
    sharedFlags.allNamespaces,
    sharedFlags.noHeaders,
    { name: 'for', type: 'string' },
    { name: 'types', type: 'list' },
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'chunk-size', type: 'int' },
  ],
  run: async (invocation) => {
    const { client, clock, signal, flags, out } = invocation;
    const types = flags.list('types').map((type) => type.toLowerCase());
    if (types.some((type) => type !== 'normal' && type !== 'warning'))
      throw usageError('valid --types are Normal or Warning');
    const isWanted = ({ type }: Stored<Event>) => types.length === 0 || types.includes((type ?? '').toLowerCase());
    const fieldSelector = await selectorFor(flags.string('for'), invocation);
    const namespace = listNamespace(invocation);
    const { items, resourceVersion } = await client.list('events', { namespace }, { fieldSelector, signal });
    const shown = goSort(items.filter(isWanted), (a, b) => lastSeen(a) < lastSeen(b));
    if (flags.bool('watch')) {
      const print = createEventPrinter(invocation);
      for (const event of items.filter(isWanted)) print(event);
      const watch = await client.watch('events', { namespace }, { fieldSelector, resourceVersion, signal });
      for await (const seen of watch)
        if (seen.type !== 'BOOKMARK' && seen.type !== 'DELETED' && isWanted(seen.object)) print(seen.object);
      return;
    }
    if (shown.length === 0) {
      invocation.complain(namespace === undefined ? 'No events found.' : `No events found in ${namespace} namespace.`);
      return;
    }
    const output = flags.string('output');
    if (output !== undefined && output !== '') return out(await printList(shown, output, invocation));
    const rows = shown.map((event) => rowOf(event, clock.nowMs(), namespace === undefined));
    out(alignCells(flags.bool('no-headers') ? rows : [headersFor(namespace === undefined), ...rows]));
  },
};

async function selectorFor(about: string | undefined, invocation: Invocation): Promise<string | undefined> {
  if (about === undefined) return undefined;
  if (!about.includes('/')) throw usageError('--for must be in resource/name form');
  const [type = '', name = ''] = about.split('/');
  const { kind, group, version } = await findTypePlain(type, invocation);
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return `involvedObject.kind=${kind},involvedObject.apiVersion=${apiVersion},involvedObject.name=${name}`;
}

async function printList(shown: readonly Stored<Event>[], output: string, invocation: Invocation): Promise<string> {
  const resource = await findType('events', invocation);
  if (output === 'wide') throw noPrinter(output);
  // A list has no name, and kubectl looks no further.
  if (output === 'name') return '';
  const list = { apiVersion: 'v1', kind: 'EventList', metadata: {} };
  const format = { output, single: false, showManagedFields: false, noHeaders: false, list };
  return printObjects(
    shown.map((object) => ({ resource, object })),
    format,
  );
}

/** Rows one after the other, with the headers before the first. */
function createEventPrinter({ clock, flags, out }: Invocation): (event: Stored<Event>) => void {
  const everywhere = flags.bool('all-namespaces');
  const align = createGrowingAlignment();
  let isFirst = !flags.bool('no-headers');
  return (event) => {
    const row = rowOf(event, clock.nowMs(), everywhere);
    out(align(isFirst ? [headersFor(everywhere), row] : [row]));
    isFirst = false;
  };
}

function headersFor(everywhere: boolean): string[] {
  return [...(everywhere ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
}

function rowOf(event: Stored<Event>, nowMs: number, everywhere: boolean): string[] {
  return [...(everywhere ? [event.metadata.namespace ?? ''] : []), ageText(event, nowMs), ...cellsOf(event)];
}

function cellsOf({ type = '', reason = '', involvedObject, message = '' }: Stored<Event>): string[] {
  return [type, reason, `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`, message.trim()];
}
