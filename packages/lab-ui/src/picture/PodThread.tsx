import type { OwnerPicture, PodPicture } from './cluster-picture.ts';
import { needsTime, PodCell } from './PodCell.tsx';
import type { PicturedObject } from './pictured-object.ts';
import styles from './PodThread.module.css';
import { useComings } from './use-comings.ts';

/** What every place of a picture needs to draw its Pods. */
export interface PictureContext {
  /** UIDs of all Pods in the picture. */
  readonly present: ReadonlySet<string>;
  readonly nowMs: number;
  /** The key of the object that the list twin is at. */
  readonly marked: string | undefined;
  readonly onOpen: ((object: PicturedObject) => void) | undefined;
}

/** The Pods of one owner in one place, hung on the owner's thread. Without an owner there is no thread. */
export function PodThread({
  owner,
  pods,
  context,
}: {
  readonly owner: OwnerPicture | undefined;
  readonly pods: readonly PodPicture[];
  readonly context: PictureContext;
}) {
  const { comings, forget } = useComings(pods, (uid) => !context.present.has(uid));
  if (comings.length === 0) return null;
  return (
    <div className={owner ? styles.thread : styles.loose}>
      {owner ? (
        <div className={styles.owner}>
          {owner.kind} <b>{owner.name}</b>
        </div>
      ) : null}
      <div className={styles.pods}>
        {comings.map(({ pod, motion }) => (
          <div
            key={pod.uid}
            className={styles.hook}
            onAnimationEnd={motion === 'leaving' ? () => forget(pod.uid) : undefined}
          >
            <PodCell
              pod={pod}
              label={labelOf(pod, owner)}
              motion={motion}
              marked={context.marked === pod.uid}
              nowMs={needsTime(pod) ? context.nowMs : undefined}
              onOpen={context.onOpen}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** What the owner's name does not say already. */
function labelOf({ name }: PodPicture, owner: OwnerPicture | undefined): string {
  return owner && name.startsWith(`${owner.name}-`) ? `…${name.slice(owner.name.length)}` : name;
}
