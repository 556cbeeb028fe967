import { StatusError, type Timers } from '@podlab/apimachinery';
import { type Connection, SystemError } from '@podlab/shell';
import type { ForwardedConnection, ForwardSink, PortForwardSession } from '../../apiserver/exchange.ts';
import type { StoredOf } from '../../apiserver/local-api.ts';
import type { ContainerRuntime } from '../../runtime/container-runtime.ts';
import type { Sandbox } from '../../runtime/ports.ts';
import { uidOnNode } from '../static-pods/static-pod.ts';

/** How long one direction may go on when the other has ended; as containerd has it. */
const lingerMs = 1000;
const readBytes = 32 * 1024;

/**
 * Reaches into a Pod's sandbox.
 * @throws StatusError when the Pod has none that is up
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go GetPortForward; the texts are containerd's
 */
export function forwardPorts(
  { runtime, timers }: { readonly runtime: ContainerRuntime; readonly timers: Timers },
  pod: StoredOf<'pods'>,
): PortForwardSession {
  const { metadata, spec } = pod;
  const podUid = uidOnNode(pod);
  const { sandbox } = runtime.inspect(podUid);
  const network = runtime.networkOf(podUid);
  if (sandbox?.state !== 'ready' || network === undefined) throw podNotFound(metadata.name, metadata.namespace ?? '');
  const namespacePath = spec?.hostNetwork ? 'host' : networkNamespacePath(sandbox.id);
  const isUp = () => {
    const now = runtime.inspect(podUid).sandbox;
    return now?.id === sandbox.id && now.state === 'ready';
  };
  return {
    connect(port, sink) {
      const fail = (cause: string) => sink.closed(`error forwarding port ${port} to pod ${sandbox.id}, uid : ${cause}`);
      if (!isUp()) {
        fail(`network namespace for sandbox "${sandbox.id}" is closed`);
        return { write: () => undefined, end: () => undefined, close: () => undefined };
      }
      const connection = network.connect({ ip: '127.0.0.1', port });
      const refused = refusal(sandbox, namespacePath, port);
      const over = (error?: string) => (error === undefined ? sink.closed() : fail(error));
      return forward(connection, timers, { data: sink.data, end: sink.end, closed: over }, refused);
    },
  };
}

/** Carries bytes both ways until both sides, or one and then the time, have ended. */
function forward(connection: Connection, timers: Timers, sink: ForwardSink, refused: string): ForwardedConnection {
  const unsent: Uint8Array[] = [];
  let isStepping = false;
  let isAgain = false;
  let isOver = false;
  let hasClientEnded = false;
  let hasPodEnded = false;
  const over = () => {
    isOver = true;
    connection.onChange = undefined;
    connection.close();
  };
  const finish = (error?: string) => {
    if (isOver) return;
    over();
    sink.closed(error);
  };
  const linger = () => void timers.schedule(lingerMs, () => finish());
  const send = () => {
    for (let chunk = unsent[0]; chunk !== undefined; chunk = unsent[0]) {
      const taken = connection.write(chunk.slice());
      if (taken === chunk.length) unsent.shift();
      else unsent[0] = chunk.subarray(taken);
      if (taken === 0) return;
    }
  };
  const receive = () => {
    while (!isOver && !hasPodEnded && connection.isReadable()) {
      const bytes = connection.read(readBytes);
      if (bytes === undefined) return;
      if (bytes.length > 0) sink.data(bytes);
      else {
        hasPodEnded = true;
        sink.end();
        if (!hasClientEnded) linger();
      }
    }
  };
  const move = () => {
    if (connection.state === 'connecting') {
      if (connection.failure !== undefined) finish(refused);
      return;
    }
    try {
      receive();
      if (!isOver && !hasPodEnded) send();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      finish(brokenOff(connection, error));
    }
    if (hasPodEnded && hasClientEnded) finish();
  };
  /** What is read or written may change the connection within this very call. */
  const step = () => {
    isAgain = true;
    if (isStepping) return;
    isStepping = true;
    while (isAgain && !isOver) {
      isAgain = false;
      move();
    }
    isStepping = false;
  };
  connection.onChange = step;
  // Nobody tells of what has happened already.
  step();
  return {
    write(chunk) {
      if (isOver || hasClientEnded || hasPodEnded) return;
      unsent.push(chunk);
      step();
    },
    end() {
      if (isOver || hasClientEnded) return;
      hasClientEnded = true;
      if (!hasPodEnded) linger();
      step();
    },
    close: () => {
      if (!isOver) over();
    },
  };
}

function refusal({ id }: Sandbox, namespacePath: string, port: number): string {
  const refused = 'connect: connection refused';
  return (
    `failed to execute portforward in network namespace "${namespacePath}": failed to connect to localhost:${port} ` +
    `inside namespace "${id}", IPv4: dial tcp4 127.0.0.1:${port}: ${refused} IPv6 dial tcp6 [::1]:${port}: ${refused} `
  );
}

function brokenOff({ local, remote }: Connection, { code, message }: SystemError): string {
  const how = code === 'EPIPE' ? 'write' : 'read';
  const where = `${local.ip}:${local.port}->${remote.ip}:${remote.port}`;
  return `${how} tcp4 ${where}: ${how}: ${message.toLowerCase()}`;
}

/** CNI names it with a UUID of its own; here it is made of the sandbox's digits. */
function networkNamespacePath(sandboxId: string): string {
  const parts = [0, 8, 12, 16, 20, 32].map((at, index, all) => sandboxId.slice(at, all[index + 1]));
  return `/var/run/netns/cni-${parts.slice(0, 5).join('-')}`;
}

function podNotFound(name: string, namespace: string): StatusError {
  const message = `unable to upgrade connection: pod not found ("${name}_${namespace}")`;
  return new StatusError({ message, reason: 'InternalError', code: 500 });
}
