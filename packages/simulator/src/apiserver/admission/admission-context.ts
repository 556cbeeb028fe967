import type { Random } from '@podlab/apimachinery';
import type { Store } from '../../store/store.ts';

/** What deciding on a write may look at and draw from. */
export interface AdmissionContext {
  readonly store: Store;
  readonly nowMs: number;
  readonly random: Random;
  /** Whether the write is only tried: nothing is reserved then. Default: no. */
  readonly dryRun?: boolean;
}
