import { useEffect, useRef } from 'react';
import type { CompletionMenu } from './line-editor.ts';
import styles from './terminal.module.css';

export interface CompletionListProps {
  readonly id: string;
  readonly menu: CompletionMenu;
  readonly onChoose: (index: number) => void;
}

/** What may stand at the cursor. The focus stays in the input; it says which one is active. */
export function CompletionList({ id, menu, onChoose }: CompletionListProps) {
  const active = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which React would take for a function that ends the effect.
    active.current?.scrollIntoView({ block: 'nearest' });
  }, [menu.selected]);
  return (
    <div role="listbox" id={id} aria-label="Completions" className={styles['completions']}>
      {menu.candidates.map(({ text, description }, index) => (
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === menu.selected}
          ref={index === menu.selected ? active : undefined}
          className={styles['completion']}
          // Before the input loses the focus, which would close the list.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(index);
          }}
        >
          <code>{text}</code>
          {description ? <span>{description}</span> : null}
        </div>
      ))}
    </div>
  );
}
