import { useEffect } from 'react';
import { loadCodeMirror } from '../editor/load-code-mirror.ts';
import { loadLater } from './load-later.ts';
import { whenIdle } from './when-idle.ts';

/**
 * Loads what the page may need next as soon as it has nothing else to do: a lab that has begun needs no network.
 * @param isPlaying the lab has a prompt
 */
export function useLoadAhead(isPlaying: boolean): void {
  useEffect(() => {
    if (!isPlaying) return undefined;
    const load = () => {
      // What cannot be loaded now is tried again when it is wanted.
      void loadLater().catch(() => undefined);
      const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
      // It is large, and a text field does without it.
      if (!connection?.saveData) void loadCodeMirror().catch(() => undefined);
    };
    return whenIdle(load);
  }, [isPlaying]);
}
