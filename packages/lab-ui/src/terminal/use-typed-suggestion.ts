import { type RefObject, useEffect, useRef } from 'react';
import { useLatest } from '../lab/use-latest.ts';
import type { Suggestion } from './TerminalPanel.tsx';

/**
 * Puts a suggestion into the input; a line of a solution types itself, unless the reader wants no motion.
 * @returns a function that types the rest at once; it says whether there was one
 */
export function useTypedSuggestion({
  suggestion,
  input,
  onText,
}: {
  readonly suggestion: Suggestion | undefined;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onText: (text: string) => void;
}): () => boolean {
  const put = useLatest(onText);
  const typing = useRef<{ readonly text: string; request: number }>(undefined);
  useEffect(() => {
    if (!suggestion) return undefined;
    input.current?.focus({ preventScroll: true });
    const { text, animated } = suggestion;
    if (!animated || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      put.current(text);
      return undefined;
    }
    let typed = 0;
    const type = () => {
      typed++;
      put.current(text.slice(0, typed));
      typing.current = typed < text.length ? { text, request: requestAnimationFrame(type) } : undefined;
    };
    type();
    return () => {
      if (typing.current) cancelAnimationFrame(typing.current.request);
      typing.current = undefined;
    };
  }, [suggestion, input, put]);
  return () => {
    if (!typing.current) return false;
    cancelAnimationFrame(typing.current.request);
    put.current(typing.current.text);
    typing.current = undefined;
    return true;
  };
}
