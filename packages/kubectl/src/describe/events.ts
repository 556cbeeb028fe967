import { humanAge, type Stored } from '@podlab/apimachinery';
import type { Event } from 'kubernetes-types/core/v1';
import type { Invocation } from '../cli/command.ts';
import { goSort } from '../print/go-sort.ts';
import type { DescribeWriter } from './describe-writer.ts';

/** The events about an object, oldest last sight first. */
export async function eventsAbout(object: Stored, { client, signal }: Invocation): Promise<Stored<Event>[]> {
  const { namespace, name, uid, annotations } = object.metadata;
  // Those of a static Pod are about it, not about the object that shows it.
  const aboutUid = annotations?.['kubernetes.io/config.mirror'] ?? uid;
  const fieldSelector = [
    `involvedObject.name=${name}`,
    ...(namespace === undefined ? [] : [`involvedObject.namespace=${namespace}`]),
    `involvedObject.kind=${object.kind}`,
    // kubectl asks for those of a node twice: by its UID, and by its name in the place of one.
    ...(object.kind === 'Node' ? [] : [`involvedObject.uid=${aboutUid}`]),
  ].join(',');
  const { items } = await client.list('events', { namespace }, { fieldSelector, signal });
  const first = items.filter(({ involvedObject }) => involvedObject.uid === aboutUid);
  const others = items.filter(
    ({ involvedObject: { uid: about } }) => about !== aboutUid && (object.kind !== 'Node' || about === name),
  );
  return goSort([...first, ...others], (a, b) => lastSeen(a) < lastSeen(b));
}

/** Writes `Events:` as `kubectl describe` does. */
export function writeEvents(writer: DescribeWriter, events: readonly Stored<Event>[], nowMs: number): void {
  if (events.length === 0) {
    writer.line(0, 'Events:\t<none>');
    return;
  }
  writer.line(0, 'Events:');
  writer.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  writer.line(1, '----\t------\t----\t----\t-------');
  for (const event of events) {
    const { fieldPath } = event.involvedObject;
    const from = event.source?.component ?? event.reportingComponent ?? '';
    const message = `${fieldPath ? `${fieldPath}: ` : ''}${(event.message ?? '').trim()}`;
    writer.line(1, `${event.type ?? ''}\t${event.reason ?? ''}\t${ageText(event, nowMs)}\t${from}\t${message}`);
  }
}

/** `3s`, or `3s (x4 over 10s)` for an event that was seen several times. */
export function ageText(event: Stored<Event>, nowMs: number): string {
  const first = humanAge(event.firstTimestamp ?? event.eventTime, nowMs);
  const { series } = event;
  if (series) return `${humanAge(series.lastObservedTime, nowMs)} (x${series.count ?? 1} over ${first})`;
  if ((event.count ?? 1) > 1) return `${humanAge(event.lastTimestamp, nowMs)} (x${event.count} over ${first})`;
  return first;
}

/** When an event was last seen, as its text: all are in the same zone. */
export function lastSeen(event: Stored<Event>): string {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp ?? '';
}
