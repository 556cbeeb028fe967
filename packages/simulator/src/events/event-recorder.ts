import type { Stored } from '@podlab/apimachinery';

/** What an Event is about. */
export type Regarding = Pick<Stored, 'apiVersion' | 'kind' | 'metadata'>;

/** Writes core/v1 Events as client-go's recorder and correlator do (fidelity.md 2.12). */
export interface EventRecorder {
  event(
    regarding: Regarding,
    event: {
      readonly type: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
      /** Such as `spec.containers{app}`. */
      readonly fieldPath?: string;
    },
  ): void;
}
