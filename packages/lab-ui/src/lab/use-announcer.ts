import { useCallback, useEffect, useRef, useState } from 'react';

/** Sentences that come closer together are told together. */
const gatherMs = 150;

/**
 * What the page's one status region says.
 * @returns the text of the region, and a function that adds a sentence; it is the same one always
 */
export function useAnnouncer(): { readonly said: string; readonly announce: (sentence: string) => void } {
  const [said, setSaid] = useState('');
  const waiting = useRef<string[]>([]);
  const timer = useRef<number>(undefined);
  const announce = useCallback((sentence: string) => {
    waiting.current.push(sentence);
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      const text = waiting.current.join(' ');
      waiting.current = [];
      // The same words again would not be spoken again.
      setSaid((before) => (before === text ? `${text}\u00a0` : text));
    }, gatherMs);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { said, announce };
}
