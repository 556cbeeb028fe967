import { decodeUtf8 } from '@podlab/apimachinery';
import { StartError } from '@podlab/shell';
import type { ContainerRuntime } from '../../runtime/container-runtime.ts';
import type { Wait } from '../task.ts';

/** How a command ended that the kubelet ran in a container. */
export type ExecOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly output: string }
  /** It could not be run at all, worded as the kubelet's client of the runtime does. */
  | { readonly kind: 'error'; readonly message: string };

/** The frame that containerd puts around runc's text when a command cannot be run in a container. */
export function execErrorMessage(execId: string, command: readonly string[], error: StartError): string {
  return (
    `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: ` +
    `unable to start container process: exec: ${JSON.stringify(command[0] ?? '')}: ${error.message}`
  );
}

/** Runs a command and waits for its end. @param onEnd called before the wait is over */
export function execAndWait(
  target: { readonly runtime: ContainerRuntime; readonly podUid: string; readonly instanceId: string },
  command: readonly string[],
  newExecId: () => string,
  onEnd: (outcome: ExecOutcome) => void,
): Wait {
  return (resume) => {
    const end = (outcome: ExecOutcome) => {
      onEnd(outcome);
      resume();
    };
    const fail = (why: string) => end({ kind: 'error', message: `rpc error: code = Unknown desc = ${why}` });
    try {
      const session = target.runtime.exec(target.podUid, target.instanceId, {
        argv: command,
        stdin: false,
        tty: false,
      });
      let output = '';
      const add = (chunk: Uint8Array) => {
        if (output.length < longestOutput) output += decodeUtf8(chunk);
      };
      session.subscribe({
        stdout: add,
        stderr: add,
        exit: (exitCode) => end({ kind: 'exited', exitCode, output }),
        failed: fail,
      });
      return () => session.detach();
    } catch (error) {
      fail(
        error instanceof StartError
          ? execErrorMessage(newExecId(), command, error)
          : 'failed to exec in container: container is in CONTAINER_EXITED state',
      );
      return undefined;
    }
  };
}

/** @see kubernetes v1.36 pkg/probe/exec/exec.go maxReadLength */
const longestOutput = 10 * 1024;
