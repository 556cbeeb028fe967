declare global {
  /** There once the page is ready for it. */
  var beginLab: () => Promise<BegunLab>;
}

export interface BegunLab {
  /** Milliseconds from the call to a prompt that can be used. */
  readonly readyMs: number;
  /** Addresses of what the worker had loaded when it said so. */
  readonly loaded: readonly string[];
}
