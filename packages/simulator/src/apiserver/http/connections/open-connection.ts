import { statuses, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { allRequests } from '#parts';
import type { ApiConnection, ApiRequest, ExecRequest } from '../../exchange.ts';
import { channelProtocols, connectSession } from './channel-connection.ts';
import type { HttpContext } from '../http-context.ts';
import { containerOf, kubeletOf } from '../subresources/container-of-pod.ts';
import { findObject } from '../verbs/read-objects.ts';
import { findTarget, parseApiPath } from '../request-info.ts';

const upgradable = ['exec', 'attach', 'portforward'] as const;

/** Whether a connection is one that few ask for. */
export function isPortForward({ path }: Pick<ApiRequest, 'path'>): boolean {
  return /\/portforward(\?|$)/.test(path);
}

/**
 * Upgrades a request for pods/exec, pods/attach or pods/portforward.
 * @param protocols that the client offers, the best first
 * @throws StatusError
 */
export function openConnection(context: HttpContext, request: ApiRequest, protocols: readonly string[]): ApiConnection {
  const url = new URL(request.path, 'http://server');
  const path = parseApiPath(url.pathname);
  const target = path && findTarget(path);
  const { name, subresource } = target ?? {};
  if (!target || name === undefined) throw statuses.unknownPath();
  if (target.definition.plural !== 'pods' || !upgradable.some((known) => known === subresource)) {
    throw statuses.badRequest(
      `Upgrade request required for ${upgradable.map((known) => `pods/${known}`).join(', ')} only`,
    );
  }
  if (subresource === 'portforward') return allRequests.code.openPortForward(context, { ...target, name }, protocols);
  const protocol = protocols.find((offered) => channelProtocols.includes(offered));
  if (protocol === undefined) {
    throw statuses.badRequest(
      `unable to upgrade: unsupported protocols [${protocols.join(' ')}]; use v5.channel.k8s.io`,
    );
  }
  const pod = findObject(context, { ...target, name }) as Stored<Pod>;
  const session = kubeletFor(context, pod).exec(execRequest(pod, subresource === 'attach', url.searchParams));
  return connectSession(session, protocol);
}

/** @throws StatusError when the Pod runs nowhere */
export function kubeletFor(context: HttpContext, pod: Stored<Pod>) {
  if (!pod.spec?.nodeName) throw statuses.badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  return kubeletOf(context, pod);
}

function execRequest(pod: Stored<Pod>, attach: boolean, query: URLSearchParams): ExecRequest {
  const flag = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
  const command = attach ? [] : query.getAll('command');
  const streams = { stdin: flag('stdin'), stdout: flag('stdout'), stderr: flag('stderr'), tty: flag('tty') };
  if (!attach && command.length === 0) throw statuses.badRequest('you must specify at least 1 of command');
  if (!streams.stdin && !streams.stdout && !streams.stderr) {
    throw statuses.badRequest('you must specify at least 1 of stdin, stdout, stderr');
  }
  return {
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    container: containerOf(pod, query.get('container')),
    command,
    ...streams,
    attach,
  };
}
