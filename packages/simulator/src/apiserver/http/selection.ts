import {
  matchesFieldSelector,
  matchesSelector,
  parseFieldSelector,
  parseSelector,
  SelectorError,
  statuses,
  type Stored,
} from '@podlab/apimachinery';
import type { AnyResourceDefinition } from '../registry/definition.ts';

/** Which objects of a resource a request is about. */
export interface Selection {
  readonly isAll: boolean;
  /** The one name that a field selector asks for, if it does. */
  readonly name: string | undefined;
  /** The one node that a field selector asks for, if it does. */
  readonly nodeName: string | undefined;
  matches(object: Stored): boolean;
}

/** @throws StatusError 400 */
export function parseSelection(definition: AnyResourceDefinition, query: URLSearchParams): Selection {
  const labels = parse(() => parseSelector(query.get('labelSelector') ?? ''));
  const fields = parse(() => parseFieldSelector(query.get('fieldSelector') ?? ''));
  const unknown = fields.find(({ field }) => !isSelectable(definition, field));
  if (unknown) throw cannotSelect(definition, unknown.field);
  return {
    isAll: labels.length === 0 && fields.length === 0,
    name: fields.find(({ field, operator }) => field === 'metadata.name' && operator === '=')?.value,
    nodeName: fields.find(({ field, operator }) => field === 'spec.nodeName' && operator === '=')?.value,
    matches: (object) =>
      matchesSelector(labels, object.metadata.labels) &&
      matchesFieldSelector(fields, (field) => fieldValue(definition, object, field)),
  };
}

function parse<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof SelectorError) throw statuses.badRequest(error.message);
    throw error;
  }
}

function isSelectable(definition: AnyResourceDefinition, field: string): boolean {
  if (field === 'metadata.name') return true;
  return field === 'metadata.namespace' ? definition.namespaced : Object.hasOwn(definition.selectableFields, field);
}

function fieldValue(definition: AnyResourceDefinition, object: Stored, field: string): string {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return definition.selectableFields[field]?.(object) ?? '';
}

/** Kinds with fields of their own say less. kubectl puts in front of it what it looked for. */
function cannotSelect({ selectableFields }: AnyResourceDefinition, field: string) {
  return statuses.badRequest(
    Object.keys(selectableFields).length > 0
      ? `field label not supported: ${field}`
      : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}
