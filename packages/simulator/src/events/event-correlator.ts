import type { Event } from 'kubernetes-types/core/v1';
import { LeastRecentlyUsed } from './least-recently-used.ts';
import { SpamFilter } from './spam-filter.ts';

/** From this many different messages of one kind on, they become one Event. @see client-go tools/record/events_cache.go */
export const maxSimilarEvents = 10;
/** Similar Events further apart than this are not put together. */
export const similarIntervalMs = 600_000;
/** What the message of such an Event begins with. */
export const combinedPrefix = '(combined from similar events): ';
/** How many different Events are remembered. */
const rememberedEvents = 4096;

/** What is to be done about an Event that a component wants to record. */
export type Correlation =
  | { readonly action: 'create'; readonly event: Event }
  /** The Event `event.metadata.name` exists: its count, last timestamp and message change to these. */
  | { readonly action: 'patch'; readonly event: Event }
  | { readonly action: 'drop' };

interface Similar {
  lastMs: number;
  readonly messages: Set<string>;
}

/**
 * Keeps a component from flooding the API: the same Event again counts up, many similar Events become one, and too many
 * about one object are dropped. @see client-go tools/record/events_cache.go EventCorrelator
 */
export class EventCorrelator {
  readonly #similar = new LeastRecentlyUsed<Similar>(rememberedEvents);
  readonly #written = new LeastRecentlyUsed<Event>(rememberedEvents);
  readonly #spam = new SpamFilter(rememberedEvents);

  /** @param event as it would be if it were the first of its kind: count 1, both timestamps now */
  correlate(event: Event, nowMs: number): Correlation {
    const { combined, key } = this.#combine(event, nowMs);
    const before = this.#written.get(key);
    const counted: Event = before
      ? {
          ...combined,
          metadata: before.metadata,
          firstTimestamp: before.firstTimestamp,
          count: (before.count ?? 0) + 1,
        }
      : combined;
    this.#written.set(key, counted);
    if (!this.#spam.allows(spamKey(event), nowMs)) return { action: 'drop' };
    return { action: before ? 'patch' : 'create', event: counted };
  }

  /** After 10 different messages of one kind, the eleventh and all further new ones share one Event. */
  #combine(event: Event, nowMs: number): { combined: Event; key: string } {
    const kind = similarKey(event);
    let similar = this.#similar.get(kind);
    if (!similar || nowMs - similar.lastMs > similarIntervalMs) similar = { lastMs: nowMs, messages: new Set() };
    similar.lastMs = nowMs;
    const message = event.message ?? '';
    similar.messages.add(message);
    this.#similar.set(kind, similar);
    if (similar.messages.size < maxSimilarEvents) return { combined: event, key: sameKey(event) };
    // Upstream forgets any one of the messages, which one is chance; forgetting the newest lets the old ones count on.
    similar.messages.delete(message);
    const { reportingComponent: _, reportingInstance: __, ...rest } = event;
    return {
      combined: { ...rest, message: combinedPrefix + message, reportingComponent: '', reportingInstance: '' },
      key: kind,
    };
  }
}

function objectKey({ involvedObject: { kind, namespace, name, uid, apiVersion } }: Event): string {
  return [kind, namespace, name, uid, apiVersion].join('|');
}

function sourceKey({ source }: Event): string {
  return `${source?.component ?? ''}|${source?.host ?? ''}`;
}

function spamKey(event: Event): string {
  return `${sourceKey(event)}|${objectKey(event)}|${event.type ?? ''}`;
}

function similarKey(event: Event): string {
  return `${spamKey(event)}|${event.reason ?? ''}`;
}

function sameKey(event: Event): string {
  return `${similarKey(event)}|${event.involvedObject.fieldPath ?? ''}|${event.message ?? ''}`;
}
