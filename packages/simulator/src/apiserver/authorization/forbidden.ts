import { StatusError, statuses } from '@podlab/apimachinery';
import type { AccessAttributes } from './access-attributes.ts';
import type { UserInfo } from './user-info.ts';

/**
 * The answer to whoever may not do something.
 * @param reason of the decision; may be empty
 * @see k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go (v1.36)
 */
export function forbidden({ username }: UserInfo, attributes: AccessAttributes, reason: string): StatusError {
  const user = `User ${JSON.stringify(username)}`;
  const because = reason === '' ? '' : `: ${reason}`;
  if ('path' in attributes) {
    const message = `forbidden: ${user} cannot ${attributes.verb} path ${JSON.stringify(attributes.path)}${because}`;
    return new StatusError({ message, reason: 'Forbidden', details: {}, code: 403 });
  }
  const { verb, namespace, group, resource, subresource, name } = attributes;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const what = `cannot ${verb} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${where}`;
  return statuses.forbidden({ group, resource }, name, `${user} ${what}${because}`);
}
