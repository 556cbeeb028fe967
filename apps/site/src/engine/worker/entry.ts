/** The worker that plays a lab: everything that is heavy, off the page's thread. */
import type { ToWorker } from '../protocol.ts';
import { EngineWorker } from './engine-worker.ts';

const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const engine = new EngineWorker((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => engine.receive(data);
