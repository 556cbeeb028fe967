import { StatusError, statuses } from '@podlab/apimachinery';
import type { Store } from '../../store/store.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';

/**
 * Nothing is created in a namespace that is not there or that is being deleted.
 * @see k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go (v1.36)
 */
export function admitNamespace(store: Store, definition: AnyResourceDefinition, namespace: string, name: string): void {
  const found = store.get('namespaces', namespace);
  if (!found) throw statuses.notFound({ group: '', resource: 'namespaces' }, namespace);
  if (!found.metadata.deletionTimestamp) return;
  const error = statuses.forbidden(
    { group: definition.group, resource: definition.plural },
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw new StatusError({ ...error.status, details: { ...error.status.details, causes: [cause] } });
}

const immortal: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Namespaces and priority classes that every cluster needs are not deleted. @throws StatusError */
export function admitDeletion({ group, plural }: AnyResourceDefinition, name: string): void {
  const refuse = (why: string) => statuses.forbidden({ group, resource: plural }, name, why);
  if (plural === 'namespaces' && immortal.has(name)) throw refuse('this namespace may not be deleted');
  // Nobody else's has a name that begins so.
  if (plural === 'priorityclasses' && name.startsWith('system-')) {
    throw refuse('this is a system priority class and cannot be deleted');
  }
}
