import type { Clock } from '@podlab/apimachinery';
import { CleanupError } from '../errors.ts';
import type { Action, ActionContext, ActionEvent } from './action.ts';

export interface RunActionsOptions {
  readonly clock: Clock;
  /** Aborting it stops the running action and unmakes what was made. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: ActionEvent) => void;
}

/**
 * Runs actions one after the other. When one fails or is cancelled, it and those before it are undone, last first, and
 * the failure is thrown, or the signal's reason: so either all is made, or nothing stays behind.
 * @throws CleanupError when something could not be undone, with the failure as `cause`; else the failure itself
 */
export async function runActions(actions: readonly Action[], options: RunActionsOptions): Promise<void> {
  const { clock, signal, onEvent = () => undefined } = options;
  const begun: Action[] = [];
  try {
    for (const [index, action] of actions.entries()) {
      signal.throwIfAborted();
      begun.push(action);
      const startedMs = clock.nowMs();
      onEvent({ type: 'started', name: action.name, index, count: actions.length });
      await action.run(contextFor(action, signal, options));
      onEvent({ type: 'finished', name: action.name, durationMs: clock.nowMs() - startedMs });
    }
    signal.throwIfAborted();
  } catch (failure) {
    const error: unknown = signal.aborted ? signal.reason : failure;
    const failed = begun.at(-1);
    if (failed) onEvent({ type: 'failed', name: failed.name, error });
    const left = await undo(begun.toReversed(), options);
    if (left.length > 0) throw new CleanupError(left, { cause: error });
    throw error;
  }
}

/** @returns what could not be undone */
async function undo(actions: readonly Action[], options: RunActionsOptions): Promise<readonly UndoFailure[]> {
  const neverAborted = new AbortController().signal;
  const left: UndoFailure[] = [];
  for (const action of actions) {
    if (!action.undo) continue;
    options.onEvent?.({ type: 'undoing', name: action.name });
    try {
      await action.undo(contextFor(action, neverAborted, options));
    } catch (error) {
      options.onEvent?.({ type: 'undoFailed', name: action.name, error });
      left.push({ name: action.name, error });
    }
  }
  return left;
}

interface UndoFailure {
  readonly name: string;
  readonly error: unknown;
}

function contextFor(action: Action, signal: AbortSignal, { clock, onEvent }: RunActionsOptions): ActionContext {
  return { signal, clock, note: (detail) => onEvent?.({ type: 'noted', name: action.name, detail }) };
}
