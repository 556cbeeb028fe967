import { formatTime, type Random, StatusError, type Timers } from '@podlab/apimachinery';
import type { Event, ObjectReference } from 'kubernetes-types/core/v1';
import type { LocalApi } from '../apiserver/local-api.ts';
import { type Correlation, EventCorrelator } from './event-correlator.ts';
import type { EventRecorder, Regarding } from './event-recorder.ts';

/** From the call to the write: a recorder writes in the background. */
const writeDelayMs = 3;

/** What a recorder needs, and whom it speaks for. */
export interface EventRecorderOptions {
  readonly api: LocalApi;
  readonly timers: Timers;
  /** Gives the nanoseconds in Event names; fork it per recorder. */
  readonly random: Random;
  /** `source.component` and `reportingComponent`. */
  readonly component: string;
  /** `source.host` and `reportingInstance`: a kubelet's node. */
  readonly host?: string;
  /** Told of every Event that the API refused, such as in a namespace that is going away. Default: nobody. */
  readonly onRefused?: (event: Event, error: StatusError) => void;
}

/**
 * Creates a recorder with its own correlator. Events are written a little later, in the order they were recorded; one
 * that the API refuses is given up, as client-go does. @see client-go tools/record/event.go recordToSink
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { api, timers, random, component, host } = options;
  const correlator = new EventCorrelator();
  const fieldManager = processOf(component);
  const source = Object.freeze(host ? { component, host } : { component });
  let lastNanoseconds = 0n;
  let latest: ObjectReference | undefined;

  /** `<object's name>.<nanoseconds since the epoch in hexadecimal>`: in the order of names, Events are in theirs. */
  function eventName(name: string, nowMs: number): string {
    const now = BigInt(nowMs) * 1_000_000n + BigInt(random.below(1_000_000));
    lastNanoseconds = now > lastNanoseconds ? now : lastNanoseconds + 1_000n;
    return `${name}.${lastNanoseconds.toString(16)}`;
  }

  function write(correlation: Correlation): void {
    if (correlation.action === 'drop') return;
    const { event } = correlation;
    const { namespace, name } = event.metadata;
    if (correlation.action === 'patch' && namespace && name && api.get('events', namespace, name)) {
      const { count, lastTimestamp, message } = event;
      api.mergePatch('events', namespace, name, { count, lastTimestamp, message }, { fieldManager });
      return;
    }
    api.create('events', event, { fieldManager, isGivenAway: true });
  }

  /** The Events about the start of a container come one after the other: they have the reference in common. */
  function referenceTo({ apiVersion, kind, metadata }: Regarding, fieldPath: string | undefined): ObjectReference {
    const { namespace, name, uid, resourceVersion } = metadata;
    const isSame = latest?.uid === uid && latest?.resourceVersion === resourceVersion;
    if (!latest || !isSame || latest.fieldPath !== fieldPath || latest.name !== name || latest.kind !== kind) {
      latest = {
        kind,
        ...(namespace ? { namespace } : {}),
        name,
        ...(uid ? { uid } : {}),
        apiVersion,
        ...(resourceVersion ? { resourceVersion } : {}),
        ...(fieldPath ? { fieldPath } : {}),
      };
    }
    return latest;
  }

  return {
    event(regarding, { type, reason, message, fieldPath }) {
      const nowMs = timers.nowMs();
      const { namespace, name } = regarding.metadata;
      const timestamp = formatTime(nowMs);
      const event: Event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: eventName(name, nowMs), namespace: namespace ?? 'default' },
        involvedObject: referenceTo(regarding, fieldPath),
        reason,
        message,
        source,
        firstTimestamp: timestamp,
        lastTimestamp: timestamp,
        count: 1,
        type,
        // As Go writes a time that is not set.
        eventTime: null as unknown as string,
        reportingComponent: component,
        reportingInstance: host ?? '',
      };
      const correlation = correlator.correlate(event, nowMs);
      timers.schedule(writeDelayMs, () => {
        try {
          write(correlation);
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
          options.onRefused?.(event, error);
        }
      });
    },
  };
}

/** The process that a component lives in, which is how its writes are signed. */
function processOf(component: string): string {
  if (component === 'kubelet') return 'kubelet';
  return component === 'default-scheduler' ? 'kube-scheduler' : 'kube-controller-manager';
}
