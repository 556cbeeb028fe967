import type { ByteString } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';
import type { OpenFile } from '../files/open-file.ts';
import type { Container } from '../process/container.ts';
import type { Coroutine, Process } from '../process/process.ts';
import type { SocketAddress } from './address.ts';
import type { Connection } from './connection.ts';
import type { Listener, NetworkStack } from './stack.ts';
import type { DnsAnswer, DnsQuestion, Reply } from './wire.ts';

/** An open file that is a socket. */
interface SocketFile extends OpenFile {
  readonly connection?: Connection;
  readonly listener?: Listener;
}

/** System calls on sockets, made by one process. Those that wait are generators; failing ones throw `SystemError`. */
export class SocketCalls {
  readonly #container: Container;
  readonly #process: Process;

  constructor(container: Container, process: Process) {
    this.#container = container;
    this.#process = process;
  }

  /** The network that the container is in. */
  get stack(): NetworkStack {
    return this.#container.network;
  }

  /** Opens a socket that listens. Throws EADDRINUSE, EADDRNOTAVAIL. */
  listen(address: SocketAddress): number {
    return this.#process.descriptors.add(this.#open({ listener: this.stack.listen(address) }));
  }

  /** Waits for a connection and opens it. Throws EINTR. */
  *accept(fd: number): Coroutine<number> {
    const listener = this.#socket(fd).listener;
    if (listener === undefined) throw new SystemError('EINVAL');
    for (;;) {
      const connection = listener.accept();
      if (connection) return this.#process.descriptors.add(this.#open({ connection }));
      if (this.#process.pending.size > 0) throw new SystemError('EINTR');
      yield* this.#process.block(listener.changed);
    }
  }

  /** Opens a connection. Throws ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EINTR; ETIMEDOUT after `timeoutMs` at the latest. */
  *connect(to: SocketAddress, timeoutMs = Number.POSITIVE_INFINITY): Coroutine<number> {
    const process = this.#process;
    process.stepsLeft -= 20;
    const connection = this.stack.connect(to);
    const untilMs = this.#container.scheduler.nowMs() + timeoutMs;
    while (connection.state === 'connecting' && connection.failure === undefined) {
      const isLate = this.#container.scheduler.nowMs() >= untilMs;
      if (isLate || process.pending.size > 0) {
        connection.close();
        throw new SystemError(isLate ? 'ETIMEDOUT' : 'EINTR');
      }
      if (timeoutMs === Number.POSITIVE_INFINITY) yield* process.block(connection.changed);
      else yield* process.blockUntil(untilMs, connection.changed);
    }
    if (connection.failure !== undefined) throw new SystemError(connection.failure);
    return process.descriptors.add(this.#open({ connection }));
  }

  /** The connection behind a descriptor. Throws ENOTCONN. */
  connection(fd: number): Connection {
    const { connection } = this.#socket(fd);
    if (connection === undefined) throw new SystemError('ENOTCONN');
    return connection;
  }

  /** Says that no more will be written. */
  shutdown(fd: number): void {
    this.connection(fd).shutdown();
  }

  /** Waits until one of some descriptors can be read. @returns those that can; none after `timeoutMs`. Throws EINTR. */
  *poll(fds: readonly number[], timeoutMs = Number.POSITIVE_INFINITY): Coroutine<readonly number[]> {
    const process = this.#process;
    const untilMs = this.#container.scheduler.nowMs() + timeoutMs;
    for (;;) {
      const files = fds.map((fd) => process.descriptors.get(fd));
      const ready = fds.filter((_fd, index) => files[index]?.isReadable?.() ?? true);
      if (ready.length > 0 || this.#container.scheduler.nowMs() >= untilMs) return ready;
      if (process.pending.size > 0) throw new SystemError('EINTR');
      for (const { changed } of files) changed?.add(process);
      if (timeoutMs === Number.POSITIVE_INFINITY) yield* process.block();
      else yield* process.blockUntil(untilMs);
      for (const { changed } of files) changed?.remove(process);
    }
  }

  /** Asks a DNS server. @returns undefined when there was no answer in time. Throws ECONNREFUSED and its kind. */
  query(server: string, question: DnsQuestion, timeoutMs: number): Coroutine<DnsAnswer | undefined> {
    return this.#await(this.stack.wire.query(this.stack, server, question), timeoutMs);
  }

  /** Sends an ICMP echo. @returns the answer's time to live; undefined when there was none in time */
  echo(ip: string, timeoutMs: number): Coroutine<number | undefined> {
    const { stack } = this;
    const reply: Reply<number> = stack.owns(ip)
      ? { kind: 'answer', value: 64, afterMs: 0 }
      : stack.wire.echo(stack, ip);
    return this.#await(reply, timeoutMs);
  }

  *#await<T>(reply: Reply<T>, timeoutMs: number): Coroutine<T | undefined> {
    const { scheduler } = this.#container;
    const afterMs = reply.kind === 'lost' ? Number.POSITIVE_INFINITY : reply.afterMs;
    const untilMs = scheduler.nowMs() + Math.min(afterMs, timeoutMs);
    while (scheduler.nowMs() < untilMs) {
      if (this.#process.pending.size > 0) throw new SystemError('EINTR');
      yield* this.#process.blockUntil(untilMs);
    }
    if (reply.kind === 'lost' || reply.afterMs > timeoutMs) return undefined;
    if (reply.kind === 'failed') throw new SystemError(reply.why);
    return reply.value;
  }

  #socket(fd: number): SocketFile {
    const file: SocketFile = this.#process.descriptors.get(fd);
    if (file.kind !== 'socket') throw new SystemError('ENOTCONN');
    return file;
  }

  #open(socket: { readonly connection: Connection } | { readonly listener: Listener }): SocketFile {
    const path: ByteString = `socket:[${this.#container.scheduler.nextInode()}]`;
    if ('listener' in socket) {
      const { listener } = socket;
      return {
        kind: 'socket',
        path,
        references: 0,
        listener,
        changed: listener.changed,
        isReadable: () => listener.isReadable(),
        read: notConnected,
        write: notConnected,
        close: () => listener.close(),
      };
    }
    const { connection } = socket;
    return {
      kind: 'socket',
      path,
      references: 0,
      connection,
      changed: connection.changed,
      isReadable: () => connection.isReadable(),
      read: (max) => connection.read(max),
      write: (bytes) => connection.write(bytes),
      close: () => connection.close(),
    };
  }
}

function notConnected(): never {
  throw new SystemError('ENOTCONN');
}
