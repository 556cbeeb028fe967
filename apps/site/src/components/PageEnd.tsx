import { useDoc } from '@docusaurus/plugin-content-docs/client';
import { type ReactNode, useEffect, useRef } from 'react';
import { useReadPages } from '../progress/read-pages.ts';

/** Marks the page as read when its end has been on the screen for a moment, and lets the reader take that back. */
export function PageEnd(): ReactNode {
  const { metadata } = useDoc();
  const { isRead, setRead } = useReadPages();
  const end = useRef<HTMLDivElement>(null);
  const takenBack = useRef(false);
  const read = isRead(metadata.id);
  useEffect(() => {
    if (read || takenBack.current || end.current === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (entry?.isIntersecting === true) timer = setTimeout(() => setRead(metadata.id, true), 1500);
    });
    observer.observe(end.current);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [read, metadata.id, setRead]);
  return (
    <div className="page-end needs-js" ref={end}>
      <button
        type="button"
        className="read-toggle"
        aria-pressed={read}
        onClick={() => {
          takenBack.current = read;
          setRead(metadata.id, !read);
        }}
      >
        <span className="tick" data-read={read ? '' : undefined} aria-hidden="true" />
        Read
      </button>
    </div>
  );
}
