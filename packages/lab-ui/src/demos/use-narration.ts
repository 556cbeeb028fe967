import { useEffect, useRef, useState } from 'react';
import { narrate } from '../narrator/narrate.ts';
import type { ClusterPicture } from '../picture/cluster-picture.ts';

const leastMs = 2000;

/**
 * What a screen reader is to be told: sentences about what has changed since it was told last, at most every two seconds.
 * @param active whether anything is to be told at all, such as while a run plays
 */
export function useNarration(picture: ClusterPicture | undefined, active: boolean): string {
  const [text, setText] = useState('');
  const told = useRef<{ readonly picture: ClusterPicture; readonly atMs: number }>(undefined);
  useEffect(() => {
    if (!picture) return;
    if (!active || !told.current) {
      told.current = { picture, atMs: -leastMs };
      return;
    }
    const last = told.current;
    const tell = () => {
      told.current = { picture, atMs: performance.now() };
      const sentences = narrate(last.picture, picture);
      if (sentences.length > 0) setText(sentences.join(' '));
    };
    const waitMs = last.atMs + leastMs - performance.now();
    if (waitMs <= 0) return tell();
    const timer = window.setTimeout(tell, waitMs);
    return () => window.clearTimeout(timer);
  }, [picture, active]);
  return text;
}
