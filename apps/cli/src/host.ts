/** The machine, as the command sees it. The one place that reads it is `main.ts`. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly tempDir: string;
  readonly workingDir: string;
  /** Path of the Node that runs this. */
  readonly node: string;
  readonly pid: number;
  /** Tells apart users who share a folder: a uid, or a name on Windows. */
  readonly user: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Milliseconds since the process began. */
  uptimeMs(): number;
  sleep(ms: number, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Hexadecimal digits nobody can guess. */
  randomHex(bytes: number): string;
}

/** Where the clone is, and what starts the command again. */
export interface Installation {
  /** The clone's root folder. */
  readonly root: string;
  /** `apps/cli/bin/lab.mjs`. */
  readonly bin: string;
}
