import { type RefObject, useEffect, useRef } from 'react';
import type { Suggestion } from './TerminalPanel.tsx';

/** Between two characters of a line that types itself, in frames of the screen. */
const framesPerCharacter = 1;

/** Puts a suggestion into the input; a line of a solution types itself, unless the reader wants no motion. */
export function useTypedSuggestion({
  suggestion,
  input,
  onText,
}: {
  readonly suggestion: Suggestion | undefined;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onText: (text: string) => void;
}): void {
  const put = useRef(onText);
  put.current = onText;
  useEffect(() => {
    if (!suggestion) return undefined;
    input.current?.focus({ preventScroll: true });
    const { text, animated } = suggestion;
    if (!animated || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      put.current(text);
      return undefined;
    }
    let frame = 0;
    let request = requestAnimationFrame(function type() {
      frame++;
      const typed = Math.min(text.length, Math.ceil(frame / framesPerCharacter));
      put.current(text.slice(0, typed));
      if (typed < text.length) request = requestAnimationFrame(type);
    });
    return () => cancelAnimationFrame(request);
  }, [suggestion, input]);
}
