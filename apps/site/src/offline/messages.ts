/** From a page to the service worker that waits. */
export type ToKeeper = 'take over';

/** From the service worker to all pages, while it keeps the course. */
export interface KeepProgress {
  /** Files. */
  readonly kept: number;
  readonly of: number;
}

/** `offline.json`, written by tools/finish. */
export interface OfflineCourse {
  readonly build: string;
  readonly bytes: number;
  readonly files: number;
}
