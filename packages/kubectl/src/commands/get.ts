import { humanAge, StatusError, type Stored } from '@podlab/apimachinery';
import { type DiscoveredResource, resourcePath, withQuery } from '@podlab/kube-client';
import { type Command, type Invocation, printFlags, sharedFlags } from '../cli/command.ts';
import { errorText } from '../cli/error-text.ts';
import { KubectlError } from '../cli/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { isObjectOutput, printObjects } from '../print/print-objects.ts';
import { isThere, sortBy } from '../print/sort-by.ts';
import { alignCells, isTable, type Table, tableCells, type TableLayout, type TableRow } from '../print/table.ts';
import { type Found, listNamespace, listSelected, selectorsOf, withSelectors } from '../resources/collect.ts';
import { parseTargets, type Target, typeText } from '../resources/targets.ts';
import { tableAccept, watchTable } from './get-watch.ts';

/** `kubectl get`. */
export const get: Command = {
  name: 'get',
  flags: [
    sharedFlags.selector,
    sharedFlags.fieldSelector,
    sharedFlags.allNamespaces,
    sharedFlags.filename,
    sharedFlags.recursive,
    ...printFlags,
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'watch-only', type: 'bool' },
    { name: 'show-labels', type: 'bool' },
    { name: 'show-kind', type: 'bool' },
    { name: 'label-columns', short: 'L', type: 'list' },
    { name: 'sort-by', type: 'string' },
    { name: 'no-headers', type: 'bool' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'raw', type: 'string' },
    { name: 'chunk-size', type: 'int' },
    { name: 'output-watch-events', type: 'bool' },
    { name: 'subresource', type: 'string' },
    { name: 'server-print', type: 'bool' },
  ],
  run: async (invocation) => {
    const { flags } = invocation;
    const raw = flags.string('raw');
    if (raw !== undefined) return getRaw(raw, invocation);
    const targets = await targetsOf(invocation);
    const output = flags.string('output');
    if (flags.bool('watch') || flags.bool('watch-only'))
      return watchTable(onlyOne(targets), layoutOf(invocation, ''), invocation);
    return isObjectOutput(output) ? getObjects(targets, output, invocation) : getTables(targets, invocation);
  },
};

async function getRaw(path: string, { client, signal, out }: Invocation): Promise<number> {
  const response = await client.open({ path, accept: 'application/json, */*', signal });
  out(await response.text());
  return 0;
}

async function targetsOf(invocation: Invocation): Promise<Target[]> {
  const { args, flags } = invocation;
  if (flags.has('filename')) {
    const manifests = await readManifests(invocation);
    return manifests.map(({ object, resource }) => ({ resource, names: [object.metadata?.name ?? ''] }));
  }
  if (args.length === 0) {
    throw new KubectlError(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n' +
        'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples',
    );
  }
  return parseTargets(args, invocation);
}

function onlyOne(targets: readonly Target[]): Target {
  const [first] = targets;
  if (!first || targets.length > 1) throw new KubectlError('error: you may only specify a single resource type');
  return first;
}

async function getObjects(targets: readonly Target[], output: string, invocation: Invocation): Promise<number> {
  const { client, signal, flags } = invocation;
  const found: Found[] = [];
  const faults: unknown[] = [];
  for (const { resource, names } of targets) {
    if (names.length === 0) {
      const at = { namespace: listNamespace(invocation) };
      const list = await orFault(listSelected(resource, at, invocation), faults);
      found.push(...(list?.items ?? []).map((object) => ({ resource, object })));
    }
    for (const name of names) {
      const subresource = flags.string('subresource');
      const at = { namespace: invocation.namespace, name };
      const object = await orFault(client.get(resource, at, { subresource, signal }), faults);
      if (object) found.push({ resource, object });
    }
  }
  const path = flags.string('sort-by');
  const sorted = path === undefined ? found : sortBy(path, found, ({ object }) => object);
  const single = targets.length === 1 && targets[0]?.names.length === 1;
  if (sorted.length > 0 || !single) {
    const format = {
      output,
      single,
      more: ['custom-columns', 'custom-columns-file', 'wide'],
      showManagedFields: flags.bool('show-managed-fields'),
      noHeaders: flags.bool('no-headers'),
    };
    invocation.out(printObjects(sorted, format));
  }
  return reportFaults(faults, invocation);
}

async function getTables(targets: readonly Target[], invocation: Invocation): Promise<number> {
  const { flags, out, err, namespace } = invocation;
  const faults: unknown[] = [];
  const tables: { table: Table; resource: DiscoveredResource }[] = [];
  const several = new Set(targets.map(({ resource }) => resource.resource)).size > 1;
  for (const { resource, names } of targets) {
    const parts: Table[] = [];
    for (const name of names.length === 0 ? [undefined] : names) {
      const table = await orFault(getTable(resource, name, invocation), faults);
      if (table) parts.push(table);
    }
    const [first] = parts;
    if (!first) continue;
    const table = { ...first, rows: parts.flatMap(({ rows }) => rows) };
    const last = tables.at(-1);
    if (last && last.resource === resource)
      tables[tables.length - 1] = { resource, table: { ...table, rows: [...last.table.rows, ...table.rows] } };
    else tables.push({ table, resource });
  }
  const filled = tables
    .map(({ table, resource }) => ({
      resource,
      table: { ...table, rows: sortRows(table.rows, flags.string('sort-by')) },
    }))
    .filter(({ table }) => table.rows.length > 0);
  filled.forEach(({ table, resource }, index) => {
    if (index > 0) out('\n');
    const prefix = several || flags.bool('show-kind') ? `${typeText(resource)}/` : '';
    const cells = tableCells(table.columnDefinitions ?? [], table.rows, layoutOf(invocation, prefix, resource));
    out(alignCells(cells));
  });
  if (filled.length === 0 && faults.length === 0 && !flags.bool('ignore-not-found')) {
    const scoped = targets.some(({ resource }) => resource.namespaced) && listNamespace(invocation) !== undefined;
    err(scoped ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
  }
  return reportFaults(faults, invocation);
}

async function getTable(
  resource: DiscoveredResource,
  name: string | undefined,
  invocation: Invocation,
): Promise<Table> {
  const { client, signal, flags, namespace } = invocation;
  const subresource = flags.string('subresource');
  const at = name === undefined ? { namespace: listNamespace(invocation) } : { namespace, name, subresource };
  const query = {
    ...(name === undefined ? { ...selectorsOf(invocation), limit: 500 } : {}),
    includeObject: flags.has('sort-by') ? 'Object' : undefined,
  };
  const rows: TableRow[] = [];
  for (let next: string | undefined = ''; ; ) {
    const path = withQuery(resourcePath(resource, at), { ...query, continue: next });
    const answer = await client.raw({ path, accept: tableAccept, signal }).catch((error: unknown) => {
      throw name === undefined ? withSelectors(error, resource, invocation) : error;
    });
    if (!isTable(answer)) return tableOf(answer as Stored, invocation.clock.nowMs());
    rows.push(...answer.rows);
    next = answer.metadata?.continue;
    if (!next) return { ...answer, rows };
  }
}

/** An object that the server makes no table of: a Scale. */
function tableOf(object: Stored, nowMs: number): Table {
  const { name, creationTimestamp } = object.metadata;
  return {
    kind: 'Table',
    columnDefinitions: [{ name: 'Name' }, { name: 'Age' }],
    rows: [{ cells: [name, humanAge(creationTimestamp, nowMs)], object }],
  };
}

function layoutOf({ flags }: Invocation, namePrefix: string, resource?: DiscoveredResource): TableLayout {
  return {
    wide: flags.string('output') === 'wide',
    noHeaders: flags.bool('no-headers'),
    withNamespace: flags.bool('all-namespaces') && resource?.namespaced !== false,
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
    namePrefix,
  };
}

function sortRows(rows: readonly TableRow[], path: string | undefined): readonly TableRow[] {
  if (path === undefined) return rows;
  // A table that cannot be sorted is empty to kubectl.
  return isThere(path, rows, ({ object }) => object) ? sortBy(path, rows, ({ object }) => object) : [];
}

/** The answer; when the API refuses, nothing, and the fault is noted. */
async function orFault<T>(answer: Promise<T>, faults: unknown[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    faults.push(error);
    return undefined;
  }
}

function reportFaults(faults: readonly unknown[], { flags, complain }: Invocation): number {
  const told = faults.filter(
    (fault) => !(flags.bool('ignore-not-found') && fault instanceof StatusError && fault.reason === 'NotFound'),
  );
  for (const fault of told) complain(errorText(fault));
  return told.length > 0 ? 1 : 0;
}
