import { deepEqual } from '@podlab/apimachinery';
import { memo } from 'react';
import type { PodPicture } from './cluster-picture.ts';
import { type PicturedObject, podObject } from './pictured-object.ts';
import styles from './PodCell.module.css';
import { PodDrawing } from './PodDrawing.tsx';
import { shortUid, statusText, waitText } from './say-pod.ts';

export interface PodCellProps {
  readonly pod: PodPicture;
  /** Written instead of the whole name, where the owner's name stands beside it. */
  readonly label: string;
  readonly motion: 'still' | 'arriving' | 'leaving';
  /** Whether it is the one that the list twin is at. */
  readonly marked: boolean;
  /** The cluster's time; undefined when nothing in this Pod runs out, so that a tick does not draw it anew. */
  readonly nowMs: number | undefined;
  readonly onOpen: ((object: PicturedObject) => void) | undefined;
}

/** A Pod in the picture: the drawing and its words. Drawn anew only when its Pod has changed. */
export const PodCell = memo(function PodCell({ pod, label, motion, marked, nowMs, onOpen }: PodCellProps) {
  const wait = nowMs === undefined ? undefined : waitText(pod, nowMs);
  return (
    // The keyboard's way is the list twin; this is a short cut for a pointer.
    <div
      className={`${styles.pod} ${styles[motion] ?? ''}`}
      data-look={pod.look}
      data-marked={marked ? '' : undefined}
      data-uid={pod.uid}
      role="presentation"
      title={`${pod.name}\n${pod.uid}`}
      onClick={onOpen && (() => onOpen(podObject(pod)))}
    >
      <PodDrawing pod={pod} nowMs={nowMs} />
      <div className={styles.name}>
        <b>{label}</b> <span>{shortUid(pod.uid)}</span>
      </div>
      <div className={styles.status}>{statusText(pod)}</div>
      {wait === undefined ? null : <div className={styles.wait}>{wait}</div>}
    </div>
  );
}, deepEqual);

/** Whether something in the Pod runs out, so that its drawing needs the time. */
export function needsTime(pod: PodPicture): boolean {
  return pod.terminating !== undefined || pod.containers.some(({ backOff }) => backOff !== undefined);
}
