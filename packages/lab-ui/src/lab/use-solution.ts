import { useState } from 'react';
import type { Suggestion } from '../terminal/TerminalPanel.tsx';

/** A solution that types itself, one line after the other. */
export interface Solution {
  /** Undefined: none is being shown. */
  readonly place: { readonly line: number; readonly of: number } | undefined;
  begin(lines: readonly string[]): void;
  /** A command has ended: when it was the solution's, the next line is typed. */
  onFinished(command: string): void;
  stop(): void;
}

export function useSolution(suggest: (suggestion: Suggestion) => void): Solution {
  const [lines, setLines] = useState<readonly string[]>([]);
  const [at, setAt] = useState(0);
  const type = (line: string | undefined) => line !== undefined && suggest({ text: line, animated: true });
  return {
    place: at < lines.length ? { line: at + 1, of: lines.length } : undefined,
    begin(all) {
      setLines(all);
      setAt(0);
      type(all[0]);
    },
    onFinished(command) {
      if (at >= lines.length || command.trim() !== lines[at]?.trim()) return;
      setAt(at + 1);
      type(lines[at + 1]);
    },
    stop: () => setLines([]),
  };
}
