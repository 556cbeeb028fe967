import type { PlayedTerminal } from '@podlab/lab-ui/model';
import type { EngineClient } from './engine-client.ts';

type OutputListener = Parameters<PlayedTerminal['onOutput']>[0];
type TakesListener = Parameters<PlayedTerminal['onTakes']>[0];

const frameMs = 16;

/** A terminal in the worker, as the page uses it. It outlives a worker: the next one opens it again. */
export function openPlayedTerminal(client: EngineClient): PlayedTerminal {
  const outputs = new Set<OutputListener>();
  const takers = new Set<TakesListener>();
  let prompt = '~ $ ';
  let takes: PlayedTerminal['takes'] = 'line';
  let isClosed = false;
  let shown = 0;
  const sayShown = (characters: number) => {
    // After a frame, about; in a page that is hidden there are none.
    if (shown === 0)
      setTimeout(() => {
        client.order('shown', id, shown);
        shown = 0;
      }, frameMs);
    shown += characters;
  };
  const id = client.addTerminal((message) => {
    if (message.type === 'output') {
      for (const listener of outputs) listener(message.text, message.stream);
      sayShown(message.text.length);
      return;
    }
    if (message.prompt !== '') prompt = message.prompt;
    if (message.takes === takes) return;
    takes = message.takes;
    for (const listener of takers) listener(takes);
  });
  if (client.state.phase === 'playing') client.call('openTerminal', id).catch(() => undefined);
  return {
    run: (line) => client.call('run', id, line),
    onOutput: (listener) => {
      outputs.add(listener);
      return () => outputs.delete(listener);
    },
    get takes() {
      return takes;
    },
    onTakes: (listener) => {
      takers.add(listener);
      return () => takers.delete(listener);
    },
    type: (text) => client.order('type', id, text),
    interrupt: () => client.order('interrupt', id),
    complete: (line, cursor) => client.call('complete', id, line, cursor),
    resize: (columns, rows) => client.order('resize', id, columns, rows),
    get prompt() {
      return prompt;
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      client.removeTerminal(id);
      client.order('closeTerminal', id);
    },
  };
}
