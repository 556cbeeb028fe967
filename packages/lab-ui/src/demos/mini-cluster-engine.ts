import { createContext } from 'react';
import type { RecordingData, RunScript } from '../recording/recording.ts';

/**
 * The port to an embedded cluster in the page. Whoever provides it loads the engine at the first call, in a worker:
 * `recordRun` of `@podlab/lab-ui/recorder`, then `encodeRecording`.
 */
export interface MiniClusterEngine {
  /**
   * Runs a script from its begin to its end.
   * @throws an error whose message is for the reader, such as what kubectl said of the manifest
   * @throws the signal's reason when aborted
   */
  record(script: RunScript, options: { readonly signal: AbortSignal }): Promise<RecordingData>;
}

/** Without a provider, a MiniCluster shows what was recorded and offers nothing else. */
export const MiniClusterEngineContext = createContext<MiniClusterEngine | undefined>(undefined);
