import { useRef, useState } from 'react';
import type { Suggestion } from '../terminal/TerminalPanel.tsx';

/** A solution that types itself, one line after the other. */
export interface Solution {
  /** Undefined: none is being shown. `isTyped`: the line is there to be run; before that the cluster is waited for. */
  readonly place: { readonly line: number; readonly of: number; readonly isTyped: boolean } | undefined;
  /** @param count how many lines there are */
  begin(count: number): void;
  /** A command has ended: when it was the solution's, the next line is typed. */
  onFinished(command: string): void;
  stop(): void;
}

export interface SolutionOptions {
  readonly suggest: (suggestion: Suggestion) => void;
  readonly nextLine: () => Promise<string | undefined>;
  readonly onFailure: (error: unknown) => void;
}

export function useSolution({ suggest, nextLine, onFailure }: SolutionOptions): Solution {
  const [shown, setShown] = useState<{ at: number; of: number; text: string | undefined }>();
  /** Which line is waited for; another one once the solution is stopped or begun again. */
  const awaited = useRef(0);
  const type = async (at: number, of: number) => {
    awaited.current += 1;
    const turn = awaited.current;
    setShown({ at, of, text: undefined });
    try {
      const text = at < of ? await nextLine() : undefined;
      if (turn !== awaited.current) return;
      setShown(text === undefined ? undefined : { at, of, text });
      if (text !== undefined) suggest({ text, animated: true });
    } catch (error) {
      if (turn !== awaited.current) return;
      setShown(undefined);
      onFailure(error);
    }
  };
  return {
    place: shown && { line: shown.at + 1, of: shown.of, isTyped: shown.text !== undefined },
    begin: (count) => void type(0, count),
    onFinished(command) {
      if (shown?.text !== undefined && command.trim() === shown.text.trim()) void type(shown.at + 1, shown.of);
    },
    stop() {
      awaited.current += 1;
      setShown(undefined);
    },
  };
}
