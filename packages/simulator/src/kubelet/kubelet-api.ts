import {
  formatNanoTime,
  formatTime,
  newHexId,
  type Random,
  StatusError,
  statuses,
  type Timers,
} from '@podlab/apimachinery';
import { StartError } from '@podlab/shell';
import { allRequests } from '#parts';
import type { ContainerStatus } from 'kubernetes-types/core/v1';
import type { ExecRequest, ExecSession, KubeletApi, LogRequest } from '../apiserver/exchange.ts';
import type { LocalApi, StoredOf } from '../apiserver/local-api.ts';
import type { LogReadOptions } from '../runtime/container-log.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { type ContainerInstance, newestInstance, previousInstance } from '../runtime/ports.ts';
import { execErrorMessage } from './containers/exec-in-container.ts';
import { uidOnNode } from './static-pods/static-pod.ts';

export interface KubeletApiOptions {
  readonly api: LocalApi;
  readonly timers: Timers;
  readonly random: Random;
  readonly runtime: ContainerRuntime;
  readonly skewMs: () => number;
}

/** Logs, exec and port-forward of one node's containers, with the kubelet's own error texts. */
export function createKubeletApi(options: KubeletApiOptions): KubeletApi {
  return {
    logs: (request) => readLogs(options, request),
    exec: (request) => startExec(options, request),
    portForward: ({ namespace, pod }) => allRequests.code.forwardPorts(options, findPod(options.api, namespace, pod)),
  };
}

/**
 * What the API server is answered when nothing listens where a kubelet should. Seen on a real cluster (v1.36.3).
 * @param address `172.18.0.3:10250`
 */
export function unreachableKubelet(address: string): KubeletApi {
  const refused = `dial tcp ${address}: connect: connection refused`;
  const fail = (message: string): never => {
    throw new StatusError({ message, code: 500 });
  };
  return {
    logs: (request) => fail(`Get "https://${address}/containerLogs/${logPath(request)}": ${refused}`),
    exec: () => fail(`error dialing backend: ${refused}`),
    portForward: () => fail(`error dialing backend: ${refused}`),
  };
}

/** As the API server asks a kubelet: parameters in the order of the alphabet. */
function logPath(request: LogRequest): string {
  const { follow, limitBytes, previous, sinceSeconds, sinceTimeMs, tailLines, timestamps } = request;
  const query = Object.entries({
    follow,
    limitBytes,
    previous,
    sinceSeconds,
    sinceTime: sinceTimeMs === undefined ? undefined : formatTime(sinceTimeMs),
    tailLines,
    timestamps,
  }).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const path = `${request.namespace}/${request.pod}/${request.container ?? ''}`;
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

function readLogs({ api, timers, runtime, skewMs }: KubeletApiOptions, request: LogRequest) {
  const pod = findPod(api, request.namespace, request.pod);
  const name = containerName(pod, request.container);
  const instance = request.previous ? previousLogged(pod, name, runtime) : loggedInstance(pod, name, runtime);
  if (typeof instance === 'string') return `unable to retrieve container logs for ${instance}`;
  const sinceMs =
    request.sinceSeconds === undefined ? request.sinceTimeMs : timers.nowMs() - request.sinceSeconds * 1000;
  const options: LogReadOptions = {
    ...(request.tailLines !== undefined && { tailLines: request.tailLines }),
    ...(request.limitBytes !== undefined && { limitBytes: request.limitBytes }),
    ...(sinceMs !== undefined && { sinceMs }),
    ...(request.timestamps && { timestamp: (timeMs: number) => formatNanoTime(timeMs - skewMs()) }),
  };
  return request.follow ? instance.log.follow(options) : instance.log.read(options);
}

/**
 * What the status calls the last state: while a container waits for its restart, the instance that has just ended. Of
 * dead instances the kubelet keeps the newest only.
 * @returns the id of one that is not kept any more
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go validateContainerLogStatus; pkg/kubelet/pod_container_deletor.go
 */
function previousLogged(pod: StoredOf<'pods'>, name: string, runtime: ContainerRuntime): ContainerInstance | string {
  const containerID = statusOf(pod, name)?.lastState?.terminated?.containerID;
  if (!containerID)
    throw statuses.badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
  const inRuntime = runtime.inspect(uidOnNode(pod));
  const newest = newestInstance(inRuntime, name);
  const found = inRuntime.instances.find(({ id }) => containerID.endsWith(id));
  return found === undefined || (found !== newest && newest?.state === 'exited') ? containerID : found;
}

/** @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go validateContainerLogStatus */
function loggedInstance(pod: StoredOf<'pods'>, name: string, runtime: ContainerRuntime): ContainerInstance {
  const inRuntime = runtime.inspect(uidOnNode(pod));
  const newest = newestInstance(inRuntime, name);
  const shown = newest?.state === 'created' ? (previousInstance(inRuntime, name) ?? newest) : newest;
  if (shown && shown.state !== 'created') return shown;
  const reason = statusOf(pod, name)?.state?.waiting?.reason;
  const because =
    reason === 'ErrImagePull'
      ? 'trying and failing to pull image'
      : reason === 'ImagePullBackOff'
        ? "image can't be pulled"
        : reason;
  throw statuses.badRequest(
    `container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${because ?? 'ContainerCreating'}`,
  );
}

function statusOf({ status }: StoredOf<'pods'>, name: string): ContainerStatus | undefined {
  const all = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return all.find((container) => container.name === name);
}

function startExec(options: KubeletApiOptions, request: ExecRequest): ExecSession {
  const { api, runtime, random } = options;
  const pod = findPod(api, request.namespace, request.pod);
  const podUid = uidOnNode(pod);
  const name = containerName(pod, request.container);
  const newest = newestInstance(runtime.inspect(podUid), name);
  if (newest?.state !== 'running') throw request.attach ? nothingToAttachTo(pod, name) : containerNotFound(name);
  if (request.attach) return runtime.attach(podUid, newest.id);
  try {
    return runtime.exec(podUid, newest.id, { argv: request.command, stdin: request.stdin, tty: request.tty });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const message = execErrorMessage(newHexId(random), request.command, error);
    // Said twice on a real cluster too: by the kubelet, and by whoever hands it on.
    const internal = 'Internal error occurred: Internal error occurred';
    return failedSession(`${internal}: error executing command in container: ${message}`);
  }
}

/** A session that could not begin: the failure travels on the connection, as a real kubelet sends it. */
function failedSession(message: string): ExecSession {
  return {
    writeStdin: () => undefined,
    endStdin: () => undefined,
    resize: () => undefined,
    detach: () => undefined,
    subscribe: (sink) => sink.failed(message),
  };
}

function findPod(api: LocalApi, namespace: string, name: string): StoredOf<'pods'> {
  const pod = api.get('pods', namespace, name);
  if (pod === undefined) throw statuses.notFound({ group: '', resource: 'pods' }, name);
  return pod;
}

function containerName(pod: StoredOf<'pods'>, wanted: string | undefined): string {
  return wanted ?? pod.spec?.containers[0]?.name ?? '';
}

/** Clients put `unable to upgrade connection: ` before it, as seen on 1.36.3. @see pkg/kubelet/kubelet_pods.go GetAttach */
function nothingToAttachTo({ metadata }: StoredOf<'pods'>, name: string): StatusError {
  const message = `container ${name} not found in pod ${metadata.name}_${metadata.namespace ?? ''}`;
  return new StatusError({ message, reason: 'InternalError', code: 500 });
}

function containerNotFound(name: string): StatusError {
  return new StatusError({ message: `container not found ("${name}")`, reason: 'InternalError', code: 500 });
}
