/**
 * A lock between processes that outlives none of them.
 *
 * The lock is a folder. Who wants it puts a claim there, under a name that nobody else uses, and only then looks round:
 * it holds the lock when no other living process has a claim, and else takes its own claim back. Two processes can
 * therefore never both hold it, and the claims of dead ones can be removed by anybody at any time.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { makeFolder, told, writeAtomically } from './disk.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** What a claim says about who made it. */
export interface LockHolder extends ProcessIdentity {
  /** When it was made; RFC 3339. */
  readonly lockedTime: string;
  /** Whether its process looked round and found itself alone. */
  readonly held: boolean;
  /** Where the holder listens, and the word that it wants to hear first; absent when it does not. */
  readonly socket?: string;
  readonly token?: string;
}

export interface Lock {
  /** Idempotent. */
  release(): void;
}

export type LockAttempt = { readonly lock: Lock } | { readonly heldBy: LockHolder };

export interface LockOptions {
  readonly nowMs: number;
  /** Makes names that nobody else uses, and waits of different lengths. */
  randomHex(bytes: number): string;
  sleep(ms: number): Promise<void>;
  readonly socket?: string;
  readonly token?: string;
}

/** How often two processes that claim in the same instant try again. */
const attempts = 50;

/** Takes the lock, or says who holds it. @throws CliError when the disk refuses */
export async function tryLock(folder: string, options: LockOptions): Promise<LockAttempt> {
  makeFolder(folder);
  const name = `${process.pid}-${options.randomHex(6)}`;
  const path = join(folder, name);
  const claim: LockHolder = {
    ...identifyProcess(process.pid),
    lockedTime: new Date(options.nowMs).toISOString(),
    held: false,
    ...(options.socket === undefined ? {} : { socket: options.socket, token: options.token }),
  };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    writeAtomically(path, JSON.stringify(claim));
    const others = livingClaims(folder, name, options.nowMs);
    if (others.length === 0) {
      writeAtomically(path, JSON.stringify({ ...claim, held: true }));
      return { lock: { release: () => rmSync(path, { force: true }) } };
    }
    rmSync(path, { force: true });
    const holder = others.find((other) => other.held);
    if (holder) return { heldBy: holder };
    await options.sleep(1 + (Number.parseInt(options.randomHex(1), 16) % 40));
  }
  throw new CliError('STATE_UNUSABLE', `The lock ${folder} could not be taken: others claim it all the time.`, {
    next: 'Try again in a moment.',
  });
}

/** Who holds the lock, or undefined when nobody living does. */
export function findHolder(folder: string, nowMs: number): LockHolder | undefined {
  return livingClaims(folder, undefined, nowMs).find((claim) => claim.held);
}

/** A claim that cannot be read is given this long to be written before it counts as left behind. */
const unreadableMs = 10_000;

function livingClaims(folder: string, own: string | undefined, nowMs: number): LockHolder[] {
  const living: LockHolder[] = [];
  for (const name of told(folder, () => listNames(folder))) {
    if (name === own || !/^\d+-[0-9a-f]+$/.test(name)) continue;
    const path = join(folder, name);
    const claim = readClaim(path);
    if (claim === 'gone') continue;
    if (claim === 'unreadable' ? isOld(path, nowMs) : !isRunning(claim)) rmSync(path, { force: true });
    else living.push(claim === 'unreadable' ? { pid: 0, lockedTime: '', held: false } : claim);
  }
  return living;
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readClaim(path: string): LockHolder | 'gone' | 'unreadable' {
  try {
    const claim = JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
    return typeof claim?.pid === 'number' ? claim : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

function isOld(path: string, nowMs: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && nowMs - found.mtimeMs > unreadableMs;
}
