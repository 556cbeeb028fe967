import { type MouseEvent, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { PageMemory } from '../lab/page-memory.ts';
import { PanelBoundary } from '../lab/PanelBoundary.tsx';
import { CommandLine } from './CommandLine.tsx';
import { OutputItem } from './OutputItem.tsx';
import styles from './terminal.module.css';
import type { Suggestion } from './TerminalPanel.tsx';
import { sessionText, type TerminalSession } from './terminal-session.ts';
import { useSpokenKeys } from './use-spoken-keys.ts';

export interface TerminalTabProps {
  readonly id: string;
  readonly session: TerminalSession;
  readonly hidden: boolean;
  readonly suggestion: Suggestion | undefined;
  readonly memory: PageMemory;
  readonly enabled: boolean;
  readonly isTable: boolean;
}

/** One tab: what was run and printed, and the line being typed below it. Should it break, its text stays. */
export function TerminalTab(props: TerminalTabProps) {
  const { id, session, hidden } = props;
  return (
    <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab`} hidden={hidden} className={styles['tab']}>
      <PanelBoundary name="The terminal" keptText={() => sessionText(session.view)}>
        <TabContent {...props} />
      </PanelBoundary>
    </div>
  );
}

function TabContent({ session, hidden, suggestion, memory, enabled, isTable }: TerminalTabProps) {
  const view = useSyncExternalStore(
    (listener) => session.onChange(listener),
    () => session.view,
    () => session.view,
  );
  useSpokenKeys(view);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const onScroll = () => {
    const box = scroller.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  };
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  }, [view]);
  useEffect(() => watchSize(scroller.current, session), [session]);

  const onMouseUp = (event: MouseEvent) => {
    const isControl = (event.target as Element).closest('button, a, input, textarea, table');
    const isSelecting = (getSelection()?.toString() ?? '') !== '';
    if (!isControl && !isSelecting) scroller.current?.querySelector('textarea')?.focus({ preventScroll: true });
  };
  return (
    <div
      className={styles['scroller']}
      data-gl-scope=""
      ref={scroller}
      // A click beside the text leads to the line, as in any terminal; by keyboard one is there already.
      role="presentation"
      onScroll={onScroll}
      onMouseUp={onMouseUp}
    >
      <div role="log" aria-live="off" aria-label="Commands and their output" aria-busy={view.running}>
        <ol className={styles['items']}>
          {view.items.map((item) => (
            <OutputItem
              key={item.id}
              item={item}
              isTable={isTable}
              // What a program prints before it reads stands before the input, not above it.
              endsInPrompt={item.exitCode === undefined && view.takes !== 'command'}
            />
          ))}
        </ol>
      </div>
      <CommandLine
        session={session}
        view={view}
        suggestion={suggestion}
        memory={memory}
        enabled={enabled && !hidden}
        onTyped={() => {
          atEnd.current = true;
        }}
      />
    </div>
  );
}

/** Tells programs how wide the terminal is. @returns a function that ends it */
function watchSize(box: HTMLElement | null, session: TerminalSession): (() => void) | undefined {
  if (!box) return undefined;
  const observer = new ResizeObserver(() => {
    const probe = box.querySelector<HTMLElement>('[data-probe]');
    const cell = probe?.getBoundingClientRect();
    if (!cell || cell.width === 0) return;
    const columns = Math.floor((box.clientWidth - 24) / (cell.width / 10));
    session.resize(Math.max(20, columns), Math.max(5, Math.floor(box.clientHeight / cell.height)));
  });
  observer.observe(box);
  return () => observer.disconnect();
}
