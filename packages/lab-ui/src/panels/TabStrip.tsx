import { type KeyboardEvent, useRef } from 'react';
import styles from './tab-strip.module.css';

export interface TabStripProps {
  readonly label: string;
  readonly tabs: readonly {
    readonly id: string;
    readonly title: string;
    readonly closable?: boolean;
    readonly mark?: string;
  }[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onClose?: (id: string) => void;
  readonly onAdd?: () => void;
  readonly addLabel?: string;
  readonly small?: boolean;
}

/** A list of tabs: arrows, Home and End move between them, Delete closes one. The panel of tab `x` has the id `x-panel`. */
export function TabStrip({ label, tabs, selected, onSelect, onClose, onAdd, addLabel, small }: TabStripProps) {
  const list = useRef<HTMLDivElement>(null);
  const select = (id: string | undefined) => {
    if (id === undefined) return;
    onSelect(id);
    list.current?.querySelector<HTMLElement>(`[id="${id}-tab"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // On a phone some are reached in another way.
    const shown = tabs.filter(({ id }) => list.current?.querySelector<HTMLElement>(`[id="${id}-tab"]`)?.offsetParent);
    const at = shown.findIndex(({ id }) => id === selected);
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % shown.length,
      ArrowLeft: (at - 1 + shown.length) % shown.length,
      Home: 0,
      End: shown.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) select(shown[to]?.id);
    else if (event.key === 'Delete' && shown[at]?.closable && selected !== undefined) onClose?.(selected);
    else return;
    event.preventDefault();
  };
  return (
    <div className={small ? `${styles['strip']} ${styles['small']}` : styles['strip']}>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is on one of its tabs */}
      <div role="tablist" aria-label={label} ref={list} className={styles['list']} onKeyDown={onKeyDown}>
        {tabs.map(({ id, title, closable, mark }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${id}-tab`}
            aria-controls={`${id}-panel`}
            aria-selected={id === selected}
            aria-keyshortcuts={closable ? 'Delete' : undefined}
            tabIndex={id === selected ? 0 : -1}
            className={styles['tab']}
            onClick={() => onSelect(id)}
            onAuxClick={(event) => event.button === 1 && closable && onClose?.(id)}
          >
            {title}
            {mark ? <span className={styles['mark']}>{mark}</span> : null}
          </button>
        ))}
      </div>
      {onClose && tabs.find(({ id }) => id === selected)?.closable ? (
        <button
          type="button"
          className={styles['act']}
          aria-label={`Close ${tabs.find(({ id }) => id === selected)?.title}`}
          onClick={() => selected !== undefined && onClose(selected)}
        >
          <span aria-hidden="true">×</span>
        </button>
      ) : null}
      {onAdd ? (
        <button type="button" className={styles['act']} aria-label={addLabel} title={addLabel} onClick={onAdd}>
          <span aria-hidden="true">+</span>
        </button>
      ) : null}
    </div>
  );
}
