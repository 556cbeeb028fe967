import type { EngineName } from '@podlab/clusters';

/** What `--engine` may say. */
export const engineNames: readonly EngineName[] = ['embedded', 'kind'];
