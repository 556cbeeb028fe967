import type { Stored } from '@podlab/apimachinery';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { columnsOf } from './columns-of.ts';
import { ageColumn, nameColumn } from './table-column.ts';

export type IncludeObject = 'Metadata' | 'None' | 'Object';

export interface TableOptions {
  readonly nowMs: number;
  readonly includeObject: IncludeObject;
  /** Column definitions are sent once in a watch. Default true. */
  readonly withHeaders?: boolean;
  /** Of the list. */
  readonly metadata: object;
  /** The object as it leaves: its times shifted to the client's. */
  readonly outgoing: (object: Stored) => Stored;
}

/**
 * Objects as a Table, the way `kubectl get` asks for them.
 * @see k8s.io/apiserver/pkg/endpoints/handlers/response.go (v1.36)
 */
export function renderTable(
  definition: AnyResourceDefinition,
  objects: readonly Stored[],
  options: TableOptions,
): Record<string, unknown> {
  const own = columnsOf(definition.plural);
  const columns = own.length > 0 ? own : [nameColumn, ageColumn];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions:
      options.withHeaders === false
        ? []
        : columns.map(({ name, type, format = '', description, priority = 0 }) => ({
            name,
            type,
            format,
            description,
            priority,
          })),
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, options.nowMs)),
      ...conditionsOf(definition, object),
      ...objectOf(options, object),
    })),
  };
}

function conditionsOf(definition: AnyResourceDefinition, { status }: Stored): object {
  const phase = definition.plural === 'pods' ? (status as { phase?: string } | undefined)?.phase : undefined;
  if (phase !== 'Succeeded' && phase !== 'Failed') return {};
  const message = `The pod has completed ${phase === 'Succeeded' ? 'successfully' : 'unsuccessfully'}.`;
  return { conditions: [{ type: 'Completed', status: 'True', reason: phase, message }] };
}

function objectOf({ includeObject, outgoing }: TableOptions, object: Stored): object {
  if (includeObject === 'None') return {};
  const sent = outgoing(object);
  if (includeObject === 'Object') return { object: sent };
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: sent.metadata } };
}
