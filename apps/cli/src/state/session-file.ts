import { keepAside, readText, writeAtomically } from './disk.ts';

/** What is needed to go on with a lab. */
export interface SessionFile {
  readonly formatVersion: 1;
  readonly lab: string;
  readonly labVersion: number;
  readonly engine: 'embedded' | 'kind';
  readonly namespace: string;
  /** When this run of the lab was begun; RFC 3339. */
  readonly startedTime: string;
  /** Where the embedded cluster's names and UIDs come from. */
  readonly seed: string;
  /** The loopback port that the embedded cluster was served on, so that kubeconfigs stay true. */
  readonly port?: number;
  /** Whether set-up was finished: before it, the lab begins anew. */
  readonly ready: boolean;
}

export interface SessionRead {
  readonly session: SessionFile | undefined;
  readonly aside: { readonly path: string; readonly reason: string } | undefined;
}

/** Reads it; a file that is wrong is kept aside. @throws CliError */
export function readSession(path: string, nowMs: number): SessionRead {
  const text = readText(path);
  if (text === undefined) return { session: undefined, aside: undefined };
  const session = parseSession(text);
  if (session) return { session, aside: undefined };
  return {
    session: undefined,
    aside: { path: keepAside(path, nowMs), reason: 'it is not what this version of Podlab writes' },
  };
}

/** @throws CliError */
export function writeSession(path: string, session: SessionFile): void {
  writeAtomically(path, `${JSON.stringify(session, undefined, 2)}\n`);
}

function parseSession(text: string): SessionFile | undefined {
  try {
    const value = JSON.parse(text) as SessionFile;
    const whole =
      value.formatVersion === 1 &&
      typeof value.lab === 'string' &&
      (value.engine === 'embedded' || value.engine === 'kind') &&
      typeof value.namespace === 'string' &&
      typeof value.seed === 'string';
    return whole ? value : undefined;
  } catch {
    return undefined;
  }
}
