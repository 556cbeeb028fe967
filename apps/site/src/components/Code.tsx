import { highlight } from '@podlab-site/highlighter';
import { type ReactNode, useEffect, useRef } from 'react';
import { highlightLater } from '../highlight/highlight-later.ts';

const plain = new Set(['', 'text', 'txt', 'plain', 'console', 'sh', 'bash']);

/** Highlighted code. A scrollable box, so it takes the focus. */
export function Code({ code, language }: { readonly code: string; readonly language: string }): ReactNode {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (plain.has(language) || box.current?.querySelector('.token') !== null) return undefined;
    const done = new AbortController();
    void highlightLater(code, language).then((html) => {
      if (!done.signal.aborted && box.current !== null) box.current.innerHTML = html;
    });
    return () => done.abort();
  }, [code, language]);
  return (
    <pre className="code" tabIndex={0} role="group" aria-label="Code">
      <code
        ref={box}
        // The server's markup is coloured, the browser's own is not: it keeps the server's.
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: highlight(code, language) }}
      />
    </pre>
  );
}
