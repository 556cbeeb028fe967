import type { LabJson } from '@podlab/lab-format';
import type { Missing, ToPage, ToWorker } from '../protocol.ts';
import { EngineWorker } from './engine-worker.ts';

/**
 * Makes this worker one that plays a lab: everything that is heavy, off the page's thread.
 * @param loadLab finds a lab by its id; default: the page hands it over whole
 * @returns what tells the page that code is missing; undefined: not any more
 */
export function serveEngine(loadLab?: (id: string) => Promise<LabJson>): (missing: Missing | undefined) => void {
  const scope = globalThis as unknown as {
    readonly postMessage: (message: ToPage) => void;
    addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  };
  const { postMessage: post } = scope;
  const engine = new EngineWorker((message) => post(message), loadLab);
  scope.addEventListener('message', ({ data }) => engine.receive(data));
  return (missing) => post({ type: 'missing', missing });
}
