import { withFields } from '@podlab/apimachinery';
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
  /** Different ones, at most ten. */
  messages: readonly string[];
}

/** What is remembered of an Event that was written. */
interface Written {
  readonly name: Event['metadata']['name'];
  readonly firstTimestamp: Event['firstTimestamp'];
  readonly count: number;
}

/** By what Events are told apart, from all about one object to exactly the same. */
interface EventKeys {
  readonly spam: string;
  readonly similar: string;
  readonly same: string;
}

/**
 * Keeps a component from flooding the API: the same Event again counts up, many similar Events become one, and too many
 * about one object are dropped. @see client-go tools/record/events_cache.go EventCorrelator
 */
export class EventCorrelator {
  readonly #similar = new LeastRecentlyUsed<Similar>(rememberedEvents);
  readonly #written = new LeastRecentlyUsed<Written>(rememberedEvents);
  readonly #spam = new SpamFilter(rememberedEvents);

  /** @param event as it would be if it were the first of its kind: count 1, both timestamps now */
  correlate(event: Event, nowMs: number): Correlation {
    const keys = keysOf(event);
    const { combined, key } = this.#combine(event, keys, nowMs);
    const before = this.#written.get(key);
    const counted: Event = before
      ? {
          ...combined,
          metadata: withFields(combined.metadata, { name: before.name }),
          firstTimestamp: before.firstTimestamp,
          count: before.count + 1,
        }
      : combined;
    const { metadata, firstTimestamp, count = 1 } = counted;
    this.#written.set(key, { name: metadata.name, firstTimestamp, count });
    if (!this.#spam.allows(keys.spam, nowMs)) return { action: 'drop' };
    return { action: before ? 'patch' : 'create', event: counted };
  }

  /** After 10 different messages of one kind, the eleventh and all further new ones share one Event. */
  #combine(event: Event, keys: EventKeys, nowMs: number): { combined: Event; key: string } {
    const kind = keys.similar;
    let similar = this.#similar.get(kind);
    if (!similar || nowMs - similar.lastMs > similarIntervalMs) similar = { lastMs: nowMs, messages: [] };
    similar.lastMs = nowMs;
    const message = event.message ?? '';
    this.#similar.set(kind, similar);
    const isKnown = similar.messages.includes(message);
    // Upstream adds the tenth and then forgets any one, which one is chance; without it the old ones count on.
    if (isKnown || similar.messages.length + 1 < maxSimilarEvents) {
      if (!isKnown) similar.messages = similar.messages.concat(message);
      return { combined: event, key: keys.same };
    }
    const { reportingComponent: _, reportingInstance: __, ...rest } = event;
    return {
      combined: withFields(rest, { message: combinedPrefix + message, reportingComponent: '', reportingInstance: '' }),
      key: kind,
    };
  }
}

/** Without the source, which all Events of one correlator have in common. */
function keysOf({ involvedObject, type, reason, message }: Event): EventKeys {
  const { kind, namespace, name, uid, apiVersion, fieldPath } = involvedObject;
  // No two objects have the same UID: naming the object in full would take half a kilobyte more for each Pod.
  const object = uid ? `${kind}|${uid}` : `${kind}|${namespace}|${name}|${apiVersion}`;
  // Joined, as a text put together with others would keep all of its parts.
  const spam = [object, type].join('|');
  const similar = [object, type, reason].join('|');
  return { spam, similar, same: [object, type, reason, fieldPath, message].join('|') };
}
