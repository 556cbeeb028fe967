/** @see kubernetes v1.36 pkg/kubelet/container/runtime.go MaxContainerTerminationMessageLength and its neighbours */
const longestMessageBytes = 4096;
const longestOfAllContainersBytes = 12_288;
const longestLogFallbackBytes = 2048;
const longestLogFallbackLines = 80;

export interface TerminationMessageInput {
  /** Content of the file at `terminationMessagePath`; undefined: it was not written. */
  readonly file: Uint8Array | undefined;
  readonly policy: string;
  readonly exitCode: number;
  /** The container's output, newest last; asked only when it is needed. */
  readonly log: () => Uint8Array;
  /** Containers of the Pod, init containers included: they share 12 KiB. */
  readonly containerCount: number;
}

/**
 * `terminated.message` of a container that has ended.
 * @returns undefined when there is none
 * @see kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go getTerminationMessage; fidelity.md 2.3
 */
export function terminationMessage(input: TerminationMessageInput): string | undefined {
  const file = input.file?.subarray(-longestMessageBytes);
  const useLog =
    (file === undefined || file.length === 0) && input.policy === 'FallbackToLogsOnError' && input.exitCode !== 0;
  const bytes = useLog ? logTail(input.log()) : file;
  if (bytes === undefined || bytes.length === 0) return undefined;
  const share = Math.floor(longestOfAllContainersBytes / Math.max(1, input.containerCount));
  return new TextDecoder().decode(bytes.subarray(0, share));
}

function logTail(log: Uint8Array): Uint8Array {
  const lineEnd = 10;
  let from = log.length;
  let lines = 0;
  while (from > 0 && log.length - from < longestLogFallbackBytes) {
    if (log[from - 1] === lineEnd && from < log.length) {
      lines += 1;
      if (lines === longestLogFallbackLines) break;
    }
    from -= 1;
  }
  return log.subarray(from);
}
