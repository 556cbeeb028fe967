import type { Timers } from '@podlab/apimachinery';
import { type ErrorCode, SystemError } from '../files/errno.ts';
import { WaitQueue } from '../process/wait-queue.ts';
import type { SocketAddress } from './address.ts';
import type { Transit } from './wire.ts';

/** Bytes that may be on their way or unread in one direction. */
const windowBytes = 65_536;
const nothing = new Uint8Array(0);

/**
 * One end of a TCP connection. Nothing here blocks: whoever cannot go on waits for `changed` (or sets `onChange`) and
 * tries again.
 */
export class Connection {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly changed = new WaitQueue();
  /** Called after every change; for users that are not processes. */
  onChange: (() => void) | undefined;
  /** Called once, when this end needs no port any more. */
  onReleased: (() => void) | undefined;
  state: 'connecting' | 'established' | 'closed' = 'connecting';
  readonly #timers: Timers;
  #transit: Transit = () => 0;
  #peer: Connection | undefined;
  #failure: ErrorCode | undefined;
  #chunks: Uint8Array[] = [];
  /** Unread, and sent to this end but not yet arrived. */
  #pendingBytes = 0;
  #unreadBytes = 0;
  #hasPeerEnded = false;
  #hasEnded = false;
  #lastArrivalMs = 0;

  constructor(timers: Timers, local: SocketAddress, remote: SocketAddress) {
    this.#timers = timers;
    this.local = local;
    this.remote = remote;
  }

  /** Why it could not be made, or was broken. */
  get failure(): ErrorCode | undefined {
    return this.#failure;
  }

  /** Both ends from now on hear each other. Each is told by itself that it is established. */
  static join(a: Connection, b: Connection, transit: Transit): void {
    a.#peer = b;
    b.#peer = a;
    a.#transit = transit;
    b.#transit = transit;
  }

  establish(): void {
    if (this.state !== 'connecting') return;
    this.state = 'established';
    this.#tell();
  }

  fail(why: ErrorCode): void {
    if (this.state === 'closed' || this.#failure !== undefined) return;
    this.#failure = why;
    this.#tell();
  }

  isReadable(): boolean {
    return this.#chunks.length > 0 || this.#hasPeerEnded || this.#failure !== undefined;
  }

  /** @returns at most `max` bytes, empty at the end, undefined when there are none yet. Throws ECONNRESET and its kind. */
  read(max: number): Uint8Array | undefined {
    const first = this.#chunks[0];
    if (first !== undefined) {
      const taken = first.length > max ? first.subarray(0, max) : first;
      if (taken === first) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(max);
      this.#unreadBytes -= taken.length;
      this.#pendingBytes -= taken.length;
      const peer = this.#peer;
      if (peer) peer.#tell();
      return taken;
    }
    if (this.#failure !== undefined) throw new SystemError(this.#failure);
    return this.#hasPeerEnded ? nothing : undefined;
  }

  /** Takes ownership of what it takes. @returns how many bytes were taken; 0 when there is no room. Throws EPIPE. */
  write(bytes: Uint8Array): number {
    if (this.#failure !== undefined || this.#hasEnded) throw new SystemError('EPIPE');
    const peer = this.#peer;
    if (this.state !== 'established' || peer === undefined) throw new SystemError('ENOTCONN');
    const taken = bytes.subarray(0, windowBytes - peer.#pendingBytes);
    if (taken.length === 0) return 0;
    peer.#pendingBytes += taken.length;
    this.#send(() => peer.#receive(taken));
    return taken.length;
  }

  /** No more will be written; the other end reads its end. */
  shutdown(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const peer = this.#peer;
    if (this.state === 'established' && peer) this.#send(() => peer.#peerEnded());
  }

  /** Breaks the connection off: the other end reads ECONNRESET. */
  reset(): void {
    const peer = this.#peer;
    if (this.state === 'established' && peer) this.#send(() => peer.fail('ECONNRESET'));
    this.#hasEnded = true;
    this.close();
  }

  /** Gives this end up. Bytes that nobody has read make it a reset, as in Linux. Idempotent. */
  close(): void {
    if (this.state === 'closed') return;
    const peer = this.#peer;
    if (this.#unreadBytes > 0 && this.#failure === undefined && peer) this.#send(() => peer.fail('ECONNRESET'));
    else this.shutdown();
    this.state = 'closed';
    this.#chunks = [];
    this.onReleased?.();
    this.onReleased = undefined;
  }

  #receive(bytes: Uint8Array): void {
    if (this.state === 'closed') {
      const peer = this.#peer;
      if (peer) this.#send(() => peer.fail('ECONNRESET'));
      return;
    }
    if (this.#failure !== undefined) return;
    this.#chunks.push(bytes);
    this.#unreadBytes += bytes.length;
    this.#tell();
  }

  #peerEnded(): void {
    this.#hasPeerEnded = true;
    this.#tell();
  }

  /** In order: nothing overtakes what was sent before. */
  #send(arrive: () => void): void {
    const nowMs = this.#timers.nowMs();
    const atMs = Math.max(nowMs + this.#transit('data'), this.#lastArrivalMs);
    this.#lastArrivalMs = atMs;
    if (atMs <= nowMs) arrive();
    else this.#timers.schedule(atMs - nowMs, arrive);
  }

  #tell(): void {
    this.changed.wakeAll();
    this.onChange?.();
  }
}
