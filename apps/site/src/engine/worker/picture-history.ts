import type { Stored } from '@podlab/apimachinery';
import type { History } from '@podlab/grader';
import { watchableKinds } from '@podlab/lab-format';
import { type ClusterPicture, pictureCluster } from '@podlab/lab-ui/model';

/** The picture of what the record knew. @param n the last entry that counts; default: all of them */
export function pictureOf(history: History, nowMs: number, n?: number): ClusterPicture {
  const objects = watchableKinds.flatMap(({ kind, resource, group, version }) =>
    history.objectsAt(resource, n).map((object) => ({
      apiVersion: group === '' ? version : `${group}/${version}`,
      ...object,
      kind,
    })),
  );
  return pictureCluster(objects as unknown as Stored[], nowMs);
}

/** The last entry of the record that was made at a time or before; -1: there is none. */
export function entryAt(history: History, timeMs: number): number {
  let low = -1;
  let high = history.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (history.timeMs(middle) <= timeMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
