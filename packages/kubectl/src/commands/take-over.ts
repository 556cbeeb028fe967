import { isMap, type Stored } from '@podlab/apimachinery';
import type { DiscoveredResource, KubeClient } from '@podlab/kube-client';
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';
import { lastApplied } from '../resources/last-applied.ts';

/** Who applies in the server unless told otherwise: only for it does the server keep the annotation up to date. */
const usualManager = 'kubectl';
/** Who is to own the annotation from then on. */
const annotationManager = 'kubectl-last-applied';

type Fields = Readonly<Record<string, unknown>>;
type Options = NonNullable<Parameters<KubeClient['patch']>[3]> & { readonly fieldManager: string };

/** An object that has just been applied in the server. */
export interface Applied {
  readonly resource: DiscoveredResource;
  readonly at: { readonly namespace: string | undefined; readonly name: string };
  /** What was applied. */
  readonly body: object;
  readonly object: Stored;
}

/**
 * Makes the fields that were applied by the client before those of the manager that applies in the server now, and keeps
 * the annotation of client-side apply from going with them.
 * @returns the object as it is then
 * @throws StatusError
 * @see k8s.io/kubectl/pkg/cmd/apply/apply.go, k8s.io/client-go/util/csaupgrade/upgrade.go (v1.36)
 */
export async function takeOver(client: KubeClient, applied: Applied, { force, ...options }: Options): Promise<Stored> {
  const { resource, at, body } = applied;
  const kept = await keepAnnotation(client, applied, options);
  const entries = kept.metadata.managedFields ?? [];
  const clients = entries.filter((entry) => entry.operation === 'Update' && ownsAnnotation(entry));
  if (clients.length === 0) return kept;
  const value = clients.reduce((all, { manager }) => handOver(all, manager ?? '', options.fieldManager), entries);
  const { resourceVersion } = kept.metadata;
  const patch = [
    { op: 'replace', path: '/metadata/managedFields', value },
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
  ];
  await client.patch(resource, at, { type: 'json', body: patch }, options);
  // What the client had applied and nobody names any more goes with this.
  return client.patch(resource, at, { type: 'apply', body }, { ...options, force });
}

async function keepAnnotation(client: KubeClient, { resource, at, object }: Applied, options: Options) {
  const { annotations, managedFields = [] } = object.metadata;
  const text = annotations?.[lastApplied];
  const isKept = managedFields.some((entry) => entry.operation === 'Apply' && ownsAnnotation(entry));
  if (options.fieldManager !== usualManager || text === undefined || isKept) return object;
  const { apiVersion, kind } = object;
  const metadata = { name: at.name, namespace: at.namespace, annotations: { [lastApplied]: text } };
  const body = { apiVersion, kind, metadata };
  return client.patch(resource, at, { type: 'apply', body }, { ...options, fieldManager: annotationManager });
}

/** The entries with what one manager has updated in the entry of another that applies. */
function handOver(entries: readonly ManagedFieldsEntry[], from: string, to: string): ManagedFieldsEntry[] {
  const isFrom = ({ manager, operation, subresource }: ManagedFieldsEntry) =>
    manager === from && operation === 'Update' && !subresource;
  const source = entries.find(isFrom);
  if (source === undefined) return [...entries];
  const isTarget = ({ manager, operation, subresource }: ManagedFieldsEntry) =>
    manager === to && operation === 'Apply' && !subresource;
  const others = entries.filter((entry) => !isFrom(entry));
  if (!others.some(isTarget)) return [{ ...source, manager: to, operation: 'Apply' }, ...others];
  const fields = entries.find((entry) => isFrom(entry) && entry.apiVersion === others.find(isTarget)?.apiVersion);
  return others.map((entry) =>
    isTarget(entry) && fields ? { ...entry, fieldsV1: unite(fieldsOf(entry), fieldsOf(fields)) } : entry,
  );
}

function ownsAnnotation(entry: ManagedFieldsEntry): boolean {
  const annotations = below(below(fieldsOf(entry), 'f:metadata'), 'f:annotations');
  return `f:${lastApplied}` in annotations;
}

/** Two sets of fields as one: a place without anything below it stands for itself. */
function unite(a: Fields, b: Fields): Fields {
  const isPlace = (set: Fields) => '.' in set || Object.keys(set).length === 0;
  const steps = new Set([...Object.keys(a), ...Object.keys(b)].filter((step) => step !== '.'));
  if (steps.size === 0) return {};
  const children = [...steps].map((step): [string, Fields] => {
    if (!(step in a)) return [step, below(b, step)];
    return [step, step in b ? unite(below(a, step), below(b, step)) : below(a, step)];
  });
  return { ...((isPlace(a) || isPlace(b)) && { '.': {} }), ...Object.fromEntries(children) };
}

function below(fields: Fields, step: string): Fields {
  const child = fields[step];
  return isMap(child) ? child : {};
}

function fieldsOf({ fieldsV1 }: ManagedFieldsEntry): Fields {
  return isMap(fieldsV1) ? fieldsV1 : {};
}
