import type { ReactNode } from 'react';
import styles from './ObjectName.module.css';
import type { PictureContext } from './PodThread.tsx';
import type { PicturedObject } from './pictured-object.ts';

/** An object's name in the drawing: shows where the list twin is, and is a short cut to it for a pointer. */
export function ObjectName({
  object,
  context: { marked, onOpen },
  children,
}: {
  readonly object: PicturedObject;
  readonly context: Pick<PictureContext, 'marked' | 'onOpen'>;
  readonly children: ReactNode;
}) {
  return (
    <div
      role="presentation"
      className={styles.name}
      data-marked={marked === object.key ? '' : undefined}
      data-opens={onOpen ? '' : undefined}
      onClick={onOpen && (() => onOpen(object))}
    >
      {children}
    </div>
  );
}
