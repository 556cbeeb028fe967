import { isMap, type Stored } from '@podlab/apimachinery';
import { readLines, resourcePath, withQuery } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { isObjectOutput, printObjects } from '../print/print-objects.ts';
import { createGrowingAlignment, isTable, type Table, tableCells, type TableLayout } from '../print/table.ts';
import { listNamespace, selectorsOf } from '../resources/collect.ts';
import type { Target } from '../resources/targets.ts';

/** Asks for a Table, in the words of kubectl. */
export const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

/**
 * `get -w`: what there is, then a line for each change, until the signal or the server ends it. Columns only grow.
 * @returns the exit code
 */
export async function watchTable(
  { resource, names }: Target,
  layout: TableLayout,
  invocation: Invocation,
): Promise<number> {
  const { client, signal, flags, out } = invocation;
  if (names.length > 1) throw usageError('you may only specify a single resource or type of resource');
  const output = flags.string('output');
  const asObjects = isObjectOutput(output);
  const [name] = names;
  const selectors = {
    ...selectorsOf(invocation),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
  };
  const path = resourcePath(resource, {
    namespace: name === undefined ? listNamespace(invocation) : invocation.namespace,
  });
  const accept = asObjects ? 'application/json' : tableAccept;
  const first = await client.raw({ path: withQuery(path, selectors), accept, signal });
  const printer = createRowPrinter(layout);
  const withEvents = flags.bool('output-watch-events');
  const print = (answer: unknown, type: string) => {
    if (isTable(answer)) out(printer(withEvents ? withEvent(answer, type) : answer));
    else if (asObjects) {
      out(
        printObjects([{ resource, object: answer as Stored }], {
          output,
          single: true,
          showManagedFields: false,
          noHeaders: true,
        }),
      );
    }
  };
  if (!flags.bool('watch-only')) {
    if (isTable(first)) print(first, 'ADDED');
    else for (const item of itemsOf(first)) print({ apiVersion: 'v1', kind: resource.kind, ...item }, 'ADDED');
  }
  const query = { ...selectors, watch: true, resourceVersion: versionOf(first) };
  const response = await client.open({ path: withQuery(path, query), accept, signal });
  if (!response.body) return 0;
  for await (const line of readLines(response.body, { signal })) {
    const { type, object } = JSON.parse(line) as { type: string; object: unknown };
    if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') print(object, type);
  }
  return 0;
}

/** A table with what happened to its rows in front. */
function withEvent(table: Table, type: string): Table {
  return {
    ...table,
    ...(table.columnDefinitions
      ? { columnDefinitions: [{ name: 'Event', type: 'string' }, ...table.columnDefinitions] }
      : {}),
    rows: table.rows.map((row) => ({ ...row, cells: [type.padEnd(8), ...row.cells] })),
  };
}

function itemsOf(list: unknown): readonly Record<string, unknown>[] {
  return isMap(list) && Array.isArray(list['items']) ? list['items'].filter(isMap) : [];
}

function versionOf(list: unknown): string | undefined {
  const metadata = isMap(list) ? list['metadata'] : undefined;
  return isMap(metadata) && typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : undefined;
}

/** Prints tables one after the other: the header once, in columns that keep their width. */
function createRowPrinter(layout: TableLayout): (table: Table) => string {
  let columns: NonNullable<Table['columnDefinitions']> = [];
  let printed = 0;
  const align = createGrowingAlignment();
  return (table) => {
    if (table.columnDefinitions && table.columnDefinitions.length > 0) columns = table.columnDefinitions;
    if (table.rows.length === 0) return '';
    const cells = tableCells(columns, table.rows, { ...layout, noHeaders: layout.noHeaders || printed > 0 });
    printed += 1;
    return align(cells);
  };
}
