/** The worker that plays a lab: everything that is heavy, off the page's thread. */
import type { ToPage, ToWorker } from '../protocol.ts';
import { EngineWorker } from './engine-worker.ts';

const scope = globalThis as unknown as {
  readonly postMessage: (message: ToPage) => void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
};
const { postMessage: post } = scope;
const engine = new EngineWorker((message) => post(message));
scope.addEventListener('message', ({ data }) => engine.receive(data));
