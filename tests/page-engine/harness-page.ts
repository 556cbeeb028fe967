/** What the harness page runs: bundled by `serve.ts`. It offers the engine's client to the test, and nothing of a site. */
import { openPlayedLab } from '../../apps/site/src/engine/client/open-played-lab.ts';
import './harness-globals.ts';

const startedMs = performance.now();
const workers: Worker[] = [];
const lab = openPlayedLab(await (await fetch('/lab.json')).json(), {
  createWorker: () => {
    const worker = new Worker('/worker.js', { type: 'module' });
    workers.push(worker);
    return worker;
  },
  build: 'harness',
  ...(location.hash.length > 1 && { shared: location.hash.slice(1) }),
});
const terminal = lab.openTerminal();
globalThis.page = { lab, terminal, printed: '', readyMs: 0, openMs: startedMs, workers };
terminal.onOutput((text) => {
  globalThis.page.printed += text;
});
lab.onChange(() => {
  if (lab.state.phase === 'playing' && globalThis.page.readyMs === 0) {
    globalThis.page.readyMs = performance.now() - startedMs;
  }
});
