import type { KubeObject } from '@podlab/apimachinery';

/** One state of one object, as it was observed. Frozen. */
export interface Version {
  /** The log entry that showed it. */
  readonly n: number;
  readonly observedAtMs: number;
  /**
   * `listed` by a LIST (when `afterGap`, it may have changed any number of times since the version before);
   * `missing` from a LIST that should have shown it: it went in a gap.
   */
  readonly how: 'listed' | 'added' | 'modified' | 'deleted' | 'missing';
  /** Whether a gap lies between this version and the one before (or, for the first, the time before). */
  readonly afterGap: boolean;
  /** Whether the object is no longer there. `object` then is its last known state. */
  readonly gone: boolean;
  readonly object: KubeObject;
  /**
   * Position on the time line of the whole cluster: the resourceVersion where it is a number, as it is with etcd and on
   * the embedded cluster. Watches of two resources may deliver out of step; this tells what really came first.
   */
  readonly order: number;
}

/** An object over time, by UID: the same name with another UID is another lane. */
export interface Lane {
  readonly resource: string;
  readonly uid: string;
  readonly name: string;
  /** In the order of observation; never empty. */
  readonly versions: readonly Version[];
}

/** Nobody looked at `resource` between two entries. */
export interface Gap {
  readonly resource: string;
  readonly reason: 'stopped' | 'expired' | 'unreachable';
  /** The gap entry; what was seen before it still holds. */
  readonly fromN: number;
  readonly fromMs: number;
  /** The snapshot that ended it; undefined while it lasts. */
  readonly toN: number | undefined;
  readonly toMs: number | undefined;
}

/** The last version at or before entry `n`, or undefined when the object had not been seen by then. */
export function versionAt(lane: Lane, n: number): Version | undefined {
  const { versions } = lane;
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((versions[middle]?.n ?? Infinity) <= n) low = middle + 1;
    else high = middle;
  }
  return versions[low - 1];
}
