import type { Clock } from '@podlab/apimachinery';

/** One thing that an engine does, with a name that can be read aloud. */
export interface Action {
  /** In the imperative, such as `Make the nodes and start Kubernetes`. */
  readonly name: string;
  /** Resolves when it is done. Must stop soon after `context.signal` is aborted, by throwing its reason. */
  run(context: ActionContext): Promise<void>;
  /**
   * Takes back what `run` made, wholly or in part: it is called when `run` or a later action failed or was cancelled.
   * Must do no harm where `run` had done nothing yet. Its context is never aborted.
   */
  undo?(context: ActionContext): Promise<void>;
}

export interface ActionContext {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Tells the learner what is going on inside the action; one line. */
  note(detail: string): void;
}

/** What happens while a list of actions runs, in order. */
export type ActionEvent =
  | { readonly type: 'started'; readonly name: string; readonly index: number; readonly count: number }
  | { readonly type: 'noted'; readonly name: string; readonly detail: string }
  | { readonly type: 'finished'; readonly name: string; readonly durationMs: number }
  | { readonly type: 'failed'; readonly name: string; readonly error: unknown }
  | { readonly type: 'undoing'; readonly name: string }
  | { readonly type: 'undoFailed'; readonly name: string; readonly error: unknown };
