import { statuses, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { ApiConnection } from '../../exchange.ts';
import type { HttpContext } from '../http-context.ts';
import { kubeletFor } from './open-connection.ts';
import { connectPortForward } from './port-forward-connection.ts';
import { portForwardProtocol } from './port-forward-messages.ts';
import { findObject } from '../verbs/read-objects.ts';
import type { NamedTarget } from '../verbs/write-objects.ts';

/** Opens ports of a Pod to a client. @throws StatusError */
export function openPortForward(
  context: HttpContext,
  target: NamedTarget,
  protocols: readonly string[],
): ApiConnection {
  if (!protocols.includes(portForwardProtocol)) {
    throw statuses.badRequest(
      `unable to upgrade: unsupported protocols [${protocols.join(' ')}]; use portforward.k8s.io over SPDY/3.1, or SPDY/3.1+portforward.k8s.io over WebSocket`,
    );
  }
  const pod = findObject(context, target) as Stored<Pod>;
  const { namespace = '', name } = pod.metadata;
  return connectPortForward(kubeletFor(context, pod).portForward({ namespace, pod: name }));
}
