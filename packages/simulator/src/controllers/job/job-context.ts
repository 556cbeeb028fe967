import type { LocalApi } from '../../apiserver/local-api.ts';
import type { EventRecorder } from '../../events/event-recorder.ts';

/** What one sync of a Job works with. */
export interface JobContext {
  readonly api: LocalApi;
  readonly events: EventRecorder;
  readonly nowMs: number;
}

/** Whose changes they are. */
export const fieldManager = 'kube-controller-manager';
