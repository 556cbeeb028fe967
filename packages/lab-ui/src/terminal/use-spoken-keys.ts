import { useEffect, useRef } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { sayPrinted } from './speech.ts';
import { outputText, type TerminalView } from './terminal-session.ts';

/** A container's terminal that prints nothing for so long waits for a key: what it has printed is said. */
const quietMs = 400;

/** Tells what a container's terminal prints (`kubectl exec -it`) while it runs. */
export function useSpokenKeys({ items, takes }: TerminalView): void {
  const { announce } = useLab();
  const said = useRef('');
  const running = takes === 'keys' ? items.at(-1) : undefined;
  useEffect(() => {
    if (!running) {
      said.current = '';
      return undefined;
    }
    const timer = window.setTimeout(() => {
      const now = outputText(running);
      const sentence = sayPrinted(said.current, now);
      if (sentence === '') return;
      said.current = now;
      announce(sentence);
    }, quietMs);
    return () => clearTimeout(timer);
  }, [running, announce]);
}
