import { demoHtml } from '@podlab-site/demo-html';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Root } from 'react-dom/client';
import type { DemoName, Demos } from './demos.ts';

export interface DemoProps<Name extends DemoName> {
  readonly name: Name;
  readonly props: Demos[Name];
}

/**
 * A live part of a page: a picture in the page's HTML, whose code is loaded when the reader comes near it by pointer or
 * keyboard. What was pressed meanwhile is pressed again when it has come.
 */
export function Demo<Name extends DemoName>({ name, props }: DemoProps<Name>): ReactNode {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const listening = new AbortController();
    let root: Root | undefined;
    let isOver = false;
    let begun: Promise<void> | undefined;
    let pressed: HTMLElement | null = null;
    // React does not let a root end another one while it renders.
    const end = () => void setTimeout(() => root?.unmount());
    const begin = () => {
      begun ??= (async () => {
        try {
          const { startDemo } = await import('./start-demo.tsx');
          if (isOver) return;
          root = await startDemo(current, name, props, id);
          if (isOver) return end();
          listening.abort();
          setFault(false);
          pressed?.click();
        } catch {
          begun = undefined;
          setFault(true);
        }
      })();
    };
    const { signal } = listening;
    if (!current.hasChildNodes()) begin();
    for (const event of ['pointerover', 'focusin']) current.addEventListener(event, begin, { signal });
    // On its way in, before the root that the whole page has: React drops what is pressed while it makes sense of the HTML.
    document.addEventListener(
      'click',
      (event) => {
        const button = (event.target as Element).closest('button');
        if (!current.contains(button)) return;
        event.stopPropagation();
        pressed = button;
        begin();
      },
      { signal, capture: true },
    );
    return () => {
      listening.abort();
      isOver = true;
      end();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the parts of a page do not change while it is shown
  }, []);
  return (
    <>
      <div
        ref={box}
        className="demo"
        data-demo={name}
        // Only the server's markup is the whole; the browser keeps it.
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: demoHtml(name, props, id) }}
      />
      {fault && (
        <p role="alert" className="demo-fault">
          This could not be loaded. Look at the connection, then touch it again.
        </p>
      )}
    </>
  );
}
