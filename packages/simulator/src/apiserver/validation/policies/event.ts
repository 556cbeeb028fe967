import { fieldErrors, type FieldError, labelKeyFaults } from '@podlab/apimachinery';
import type { Event } from 'kubernetes-types/core/v1';

const longest: readonly (readonly ['reportingInstance' | 'action' | 'reason' | 'message', number])[] = [
  ['reportingInstance', 128],
  ['action', 128],
  ['reason', 128],
  ['message', 1024],
];

/**
 * Faults of an Event that a client sends.
 * @param isNewApi whether it comes as `events.k8s.io/v1`, which asks for more
 * @see pkg/apis/core/validation/events.go (v1.36)
 */
export function validateEvent(event: Event, isNewApi: boolean): FieldError[] {
  return [
    ...(event.eventTime ? newStyleFaults(event, isNewApi) : namespaceFaults(event)),
    ...(isNewApi ? newFaults(event) : []),
  ];
}

/** An Event without a time of its own is one of the old sort. */
function namespaceFaults({ metadata, involvedObject }: Event): FieldError[] {
  const about = involvedObject.namespace ?? '';
  const own = metadata.namespace ?? '';
  const fits = about === '' ? own === '' || own === 'default' : own === about;
  return fits ? [] : [wrongNamespace(about)];
}

function newStyleFaults(event: Event, isNewApi: boolean): FieldError[] {
  const about = event.involvedObject.namespace ?? '';
  const isElsewhere = about === '' && !['default', 'kube-system'].includes(event.metadata.namespace ?? '');
  const controller = event.reportingComponent ?? '';
  const controllerField = isNewApi ? 'reportingController' : 'reportingComponent';
  return [
    ...(isElsewhere ? [wrongNamespace(about)] : []),
    ...(controller === '' ? [fieldErrors.required(controllerField, '')] : []),
    ...fieldErrors.invalidEach(controllerField, controller, labelKeyFaults(controller)),
    ...longest.flatMap(([field, most]) => {
      const text = event[field] ?? '';
      if (text === '' && field !== 'message') return [fieldErrors.required(field, '')];
      return text.length > most ? [fieldErrors.invalid(field, '', `can have at most ${most} characters`)] : [];
    }),
  ];
}

function newFaults({ series, eventTime, type, firstTimestamp, lastTimestamp, count, source }: Event): FieldError[] {
  const unset = (field: string, isSet: boolean) => (isSet ? [fieldErrors.invalid(field, '', 'needs to be unset')] : []);
  return [
    ...(series && (series.count ?? 0) < 2 ? [fieldErrors.invalid('series.count', '', 'should be at least 2')] : []),
    ...(series && !series.lastObservedTime ? [fieldErrors.required('series.lastObservedTime', '')] : []),
    ...(eventTime ? [] : [fieldErrors.required('eventTime', '')]),
    ...(type === 'Normal' || type === 'Warning'
      ? []
      : [fieldErrors.invalid('type', '', `has invalid value: ${type ?? ''}`)]),
    ...unset('firstTimestamp', Boolean(firstTimestamp)),
    ...unset('lastTimestamp', Boolean(lastTimestamp)),
    ...unset('count', Boolean(count)),
    ...unset('source', Boolean(source?.component || source?.host)),
  ];
}

function wrongNamespace(namespace: string): FieldError {
  return fieldErrors.invalid('involvedObject.namespace', namespace, 'does not match event.namespace');
}
