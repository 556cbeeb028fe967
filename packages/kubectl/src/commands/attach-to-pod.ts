import { type Stored, StatusError } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Invocation } from '../cli/command.ts';
import { streamFaultText } from '../cli/stream-fault.ts';
import { defaultContainer, type StoredPod } from '../resources/pod-of.ts';

/** What is connected to a container that runs. */
export interface Attachment {
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
}

/** Waits until a Pod is as wanted. @returns it as it is then */
export async function waitForPod(
  { namespace, name }: { readonly namespace?: string | undefined; readonly name: string },
  holds: (pod: Stored<Pod>) => boolean,
  { client, signal }: Invocation,
): Promise<StoredPod> {
  const selector = { fieldSelector: `metadata.name=${name}`, signal };
  for (;;) {
    const { items, resourceVersion } = await client.list('pods', { namespace }, selector);
    const found = items.find(holds);
    if (found) return found;
    for await (const event of await client.watch('pods', { namespace }, { ...selector, resourceVersion }))
      if (event.type !== 'BOOKMARK' && holds(event.object)) return event.object;
  }
}

/** Connects this terminal to the container's main process, after what it printed so far. @returns its exit code */
export async function attachToPod(pod: StoredPod, attachment: Attachment, invocation: Invocation): Promise<number> {
  const { client, signal, terminal, out, err } = invocation;
  const { container, stdin, tty, quiet } = attachment;
  if (!quiet) {
    err(
      'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n',
    );
    err("If you don't see a command prompt, try pressing enter.\n");
  }
  const [stdout, stderr] = [new TextDecoder(), new TextDecoder()];
  const { exitCode } = await client.attach(
    { namespace: pod.metadata.namespace, name: pod.metadata.name, container },
    {
      signal,
      ...(stdin ? { stdin: invocation.stdin ?? noInput() } : {}),
      ...(tty && terminal ? { terminalSizes: terminal.sizes({ signal }) } : {}),
      onStdout: (chunk) => out(stdout.decode(chunk, { stream: true })),
      onStderr: (chunk) => err(stderr.decode(chunk, { stream: true })),
    },
  );
  return exitCode;
}

/** Prints what a container has printed so far. */
export async function printLog(pod: StoredPod, container: string, { client, signal, out }: Invocation): Promise<void> {
  const at = { namespace: pod.metadata.namespace, name: pod.metadata.name };
  out(await client.logs(at, { container, signal }));
}

/** Attaches as soon as the Pod runs; to one that is over already, prints its log. */
export async function attachWhenRunning(
  started: StoredPod,
  attachment: Omit<Attachment, 'container'> & { readonly container?: string },
  invocation: Invocation,
): Promise<void> {
  const pod = await waitForPod(started.metadata, (one) => isOver(one) || isReady(one), invocation);
  const container = attachment.container ?? defaultContainer(pod, invocation.err) ?? '';
  await printLog(pod, container, invocation);
  if (isOver(pod)) return;
  try {
    await attachToPod(pod, { ...attachment, container }, invocation);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    invocation.err(
      `warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${streamFaultText(error)}\n`,
    );
    await printLog(pod, container, invocation);
  }
}

export function isOver({ status }: Stored<Pod>): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function isReady({ status }: Stored<Pod>): boolean {
  const ready = status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false;
  return status?.phase === 'Running' && ready;
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
