import type { StartFailure } from '../status/container-status.ts';

export interface PullEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** The window after failed pulls of one image for one Pod. */
export interface PullBackoff {
  readonly delayMs: number;
  readonly failedAtMs: number;
  /** The runtime's error of the last pull. */
  readonly error: string;
}

export type PullDecision =
  | { readonly action: 'use'; readonly events: readonly PullEvent[] }
  | { readonly action: 'pull'; readonly events: readonly PullEvent[] }
  | { readonly action: 'refuse'; readonly events: readonly PullEvent[]; readonly failure: StartFailure };

const firstWindowMs = 10_000;
const longestWindowMs = 300_000;

/**
 * Whether an image is used as it is on the node, pulled, or refused for now.
 * @see kubernetes v1.36 pkg/kubelet/images/image_manager.go EnsureImageExists; fidelity.md 2.5
 */
export function decidePull(input: {
  readonly image: string;
  readonly policy: string;
  readonly isPresent: boolean;
  /** What is wrong with the reference itself; undefined: nothing. */
  readonly invalidReference: string | undefined;
  readonly backoff: PullBackoff | undefined;
  readonly nowMs: number;
}): PullDecision {
  const { image, backoff } = input;
  if (input.invalidReference !== undefined) {
    const message = `Failed to apply default image tag "${image}": ${input.invalidReference}`;
    return refuse('InvalidImageName', message, { type: 'Warning', reason: 'InspectFailed', message });
  }
  if (input.isPresent && input.policy !== 'Always') {
    return {
      action: 'use',
      events: [
        {
          type: 'Normal',
          reason: 'Pulled',
          message: `Container image "${image}" already present on machine and can be accessed by the pod`,
        },
      ],
    };
  }
  if (input.policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    return refuse('ErrImageNeverPull', message, { type: 'Warning', reason: 'ErrImageNeverPull', message });
  }
  if (backoff !== undefined && input.nowMs - backoff.failedAtMs < backoff.delayMs) {
    const message = `Back-off pulling image "${image}"`;
    return refuse('ImagePullBackOff', `${message}: ErrImagePull: ${backoff.error}`, {
      type: 'Normal',
      reason: 'BackOff',
      message,
    });
  }
  return { action: 'pull', events: [{ type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` }] };
}

/** What follows a pull that the runtime refused. */
export function pullFailed(
  image: string,
  error: string,
  before: PullBackoff | undefined,
  nowMs: number,
): { readonly events: readonly PullEvent[]; readonly failure: StartFailure; readonly backoff: PullBackoff } {
  const { events, failure } = refuse('ErrImagePull', error, {
    type: 'Warning',
    reason: 'Failed',
    message: `Failed to pull image "${image}": ${error}`,
  });
  const delayMs = before ? Math.min(before.delayMs * 2, longestWindowMs) : firstWindowMs;
  return { events, failure, backoff: { delayMs, failedAtMs: nowMs, error } };
}

/** The event of a pull that succeeded after `tookMs`. */
export function pullSucceeded(image: string, sizeBytes: number, tookMs: number): PullEvent {
  const took = tookMs < 1000 ? `${tookMs}ms` : `${Number((tookMs / 1000).toFixed(3))}s`;
  return {
    type: 'Normal',
    reason: 'Pulled',
    message: `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${sizeBytes} bytes.`,
  };
}

function refuse(reason: string, message: string, event: PullEvent) {
  const error: PullEvent = { type: 'Warning', reason: 'Failed', message: `Error: ${reason}` };
  return { action: 'refuse', events: [event, error], failure: { reason, message } } as const;
}
