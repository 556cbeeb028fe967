import { useEffect, useState } from 'react';

/** @returns the id of the section being read: the last heading above the middle of the upper half */
export function useSectionInView(ids: readonly string[]): string | undefined {
  const [here, setHere] = useState<string>();
  const list = ids.join(' ');
  useEffect(() => {
    const headings = list
      .split(' ')
      .map((id) => document.getElementById(id))
      .filter((heading) => heading !== null);
    const find = () =>
      setHere(headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4).at(-1)?.id);
    const observer = new IntersectionObserver(find, { rootMargin: '0px 0px -75% 0px' });
    for (const heading of headings) observer.observe(heading);
    return () => observer.disconnect();
  }, [list]);
  return here;
}
