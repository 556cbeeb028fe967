import { type RefObject, useEffect } from 'react';
import type { PlayedLab } from '../played-lab.ts';

/** Tells the lab whether the reader can see it: out of sight its clock stands still. */
export function useVisibility(root: RefObject<HTMLElement | null>, played: PlayedLab): void {
  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    let isInView = true;
    const tell = () => played.setVisible(isInView && document.visibilityState === 'visible');
    const observer = new IntersectionObserver((entries) => {
      isInView = entries.at(-1)?.isIntersecting ?? true;
      tell();
    });
    observer.observe(element);
    document.addEventListener('visibilitychange', tell);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', tell);
    };
  }, [root, played]);
}
