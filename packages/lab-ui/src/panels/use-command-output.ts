import { useEffect, useRef, useState } from 'react';
import type { PlayedLab, PlayedTerminal } from '../played-lab.ts';

/** What a command printed, for a panel that shows it. */
export interface CommandOutput {
  readonly command: string;
  readonly text: string;
  readonly exitCode: number;
}

/** A panel looks at the cluster no more often than this. */
const pauseMs = 1000;

/**
 * Runs a command that only looks, in a shell of its own, and again whenever `occasion` has changed.
 * @param command undefined: nothing is looked at
 */
export function useCommandOutput(
  played: PlayedLab,
  command: string | undefined,
  occasion: unknown,
): CommandOutput | undefined {
  const [output, setOutput] = useState<CommandOutput>();
  const terminal = useRef<PlayedTerminal>(undefined);
  /** The command that was looked with last. */
  const seen = useRef<string>(undefined);
  const lastMs = useRef(-Infinity);
  useEffect(() => {
    const opened = played.openTerminal();
    terminal.current = opened;
    return () => {
      terminal.current = undefined;
      opened.close();
    };
  }, [played]);
  useEffect(() => {
    if (command === undefined) return undefined;
    let isWanted = true;
    const look = async () => {
      const shell = terminal.current;
      if (!shell) return;
      lastMs.current = performance.now();
      let text = '';
      const stop = shell.onOutput((part) => {
        text += part;
      });
      const exitCode = await shell.run(command).catch(() => 1);
      stop();
      if (!isWanted) return;
      seen.current = command;
      setOutput({ command, text, exitCode });
    };
    const isNew = seen.current !== command;
    const waitMs = isNew ? 0 : Math.max(0, lastMs.current + pauseMs - performance.now());
    const timer = window.setTimeout(() => void look(), waitMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [played, command, occasion]);
  return output?.command === command ? output : undefined;
}
