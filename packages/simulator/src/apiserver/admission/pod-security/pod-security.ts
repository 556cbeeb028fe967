import type { KubeObject, Stored } from '@podlab/apimachinery';
import { rareKinds } from '#parts';
import type { Store } from '../../../store/store.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';

/** A write of an object, which is right in itself. */
export interface SecuredWrite {
  readonly definition: Pick<AnyResourceDefinition, 'group' | 'kind' | 'plural'>;
  readonly object: KubeObject | Stored;
  /** Before the write; undefined when it creates. */
  readonly old?: Stored | undefined;
}

/** What the labels begin with that name a namespace's standard. */
export const standardPrefix = 'pod-security.kubernetes.io/';

/**
 * Refuses a Pod that breaks the standard which its namespace enforces, and a namespace whose labels name none.
 * @throws StatusError 403, 422
 */
export function admitPodSecurity(store: Store, write: SecuredWrite): void {
  if (concernsStandards(store, write)) rareKinds.code.checkPodSecurity(store, write);
}

/** What a client is told of a write that was admitted. */
export function podSecurityWarnings(store: Store, write: SecuredWrite): readonly string[] {
  return concernsStandards(store, write) ? rareKinds.code.findPodSecurityWarnings(store, write) : [];
}

/** Without a label every Pod is welcome. */
function concernsStandards(store: Store, { definition, object, old }: SecuredWrite): boolean {
  if (definition.plural === 'namespaces') return namesStandard(object) || namesStandard(old);
  return namesStandard(store.get('namespaces', object.metadata?.namespace ?? ''));
}

function namesStandard(object: KubeObject | Stored | undefined): boolean {
  for (const key in object?.metadata?.labels) if (key.startsWith(standardPrefix)) return true;
  return false;
}
