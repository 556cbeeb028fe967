import type { Timers } from '@podlab/apimachinery';
import { SystemError } from '../files/errno.ts';
import { WaitQueue } from '../process/wait-queue.ts';
import { anyAddress, isLoopback, type SocketAddress } from './address.ts';
import { Connection } from './connection.ts';
import { noWire, type Wire } from './wire.ts';

/** Ports that connections start from. */
const firstEphemeralPort = 32_768;
const lastEphemeralPort = 60_999;
/** Connections that may wait to be accepted. @see listen(2), net.core.somaxconn */
const longestBacklog = 4096;
/** How long Linux tries to connect when nobody answers: net.ipv4.tcp_syn_retries is 6. */
const connectTimeoutMs = 127_000;

export interface NetworkStackOptions {
  readonly timers: Timers;
  /** Of `eth0`; undefined: there is only the loopback interface. */
  readonly address?: string;
  /** The router that everything beyond the own addresses goes to. */
  readonly gateway?: string;
  /** Default: connected to nothing. */
  readonly wire?: Wire;
}

/** A port that is listened on. */
export class Listener {
  readonly address: SocketAddress;
  readonly changed = new WaitQueue();
  /** Called when the port is free again. */
  readonly #onClosed: () => void;
  #backlog: Connection[] = [];
  #isClosed = false;

  constructor(address: SocketAddress, onClosed: () => void) {
    this.address = address;
    this.#onClosed = onClosed;
  }

  isReadable(): boolean {
    return this.#backlog.length > 0;
  }

  /** @returns undefined when nobody waits */
  accept(): Connection | undefined {
    return this.#backlog.shift();
  }

  /** @returns whether there was room */
  offer(connection: Connection): boolean {
    if (this.#isClosed || this.#backlog.length >= longestBacklog) return false;
    this.#backlog.push(connection);
    this.changed.wakeAll();
    return true;
  }

  /** Connections that were not accepted are reset. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const connection of this.#backlog.splice(0)) connection.reset();
    this.#onClosed();
  }
}

/** The network of one or more containers: their interfaces and ports. What lies beyond is the `Wire`. */
export class NetworkStack {
  readonly address: string | undefined;
  readonly gateway: string | undefined;
  readonly wire: Wire;
  readonly timers: Timers;
  #listeners: Listener[] = [];
  #connections: Set<Connection> | undefined;
  #lastPort = firstEphemeralPort - 1;

  constructor({ timers, address, gateway, wire = noWire }: NetworkStackOptions) {
    this.timers = timers;
    this.address = address;
    this.gateway = gateway;
    this.wire = wire;
  }

  get listeners(): readonly Listener[] {
    return this.#listeners;
  }

  get connections(): Iterable<Connection> {
    return this.#connections ?? [];
  }

  /** Whether an address is one of this stack's own. */
  owns(ip: string): boolean {
    return isLoopback(ip) || ip === this.address;
  }

  /** @param address port 0 takes a free one. Throws EADDRINUSE, EADDRNOTAVAIL. */
  listen(address: SocketAddress): Listener {
    if (address.ip !== anyAddress && !this.owns(address.ip)) throw new SystemError('EADDRNOTAVAIL');
    const port = address.port === 0 ? this.#freePort() : address.port;
    const isTaken = this.#listeners.some(
      ({ address: other }) =>
        other.port === port && (other.ip === anyAddress || address.ip === anyAddress || other.ip === address.ip),
    );
    if (isTaken) throw new SystemError('EADDRINUSE');
    const listener: Listener = new Listener({ ip: address.ip, port }, () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    });
    this.#listeners.push(listener);
    return listener;
  }

  /** Begins to connect. The connection tells when it is established or has failed. */
  connect(to: SocketAddress): Connection {
    const target = to.ip === anyAddress ? { ...to, ip: '127.0.0.1' } : to;
    const isOwn = this.owns(target.ip);
    const source = isLoopback(target.ip) ? '127.0.0.1' : (this.address ?? '127.0.0.1');
    const connection = this.#track(new Connection(this.timers, { ip: source, port: this.#freePort() }, target));
    const route = isOwn
      ? (this.wire.divert?.(this, target) ?? ({ kind: 'stack', stack: this, to: target, transit: () => 0 } as const))
      : this.wire.route(this, target);
    if (route.kind === 'lost') this.#after(connectTimeoutMs, () => this.#giveUp(connection, 'ETIMEDOUT'));
    else if (route.kind === 'failed') this.#after(route.afterMs, () => this.#giveUp(connection, route.why));
    else {
      const { stack, transit } = route;
      this.#after(transit('handshake'), () => {
        const accepted = stack.#accept(connection, route.to, transit);
        this.#after(transit('handshake'), () => {
          if (accepted) connection.establish();
          else this.#giveUp(connection, 'ECONNREFUSED');
        });
      });
    }
    return connection;
  }

  #accept(from: Connection, to: SocketAddress, transit: (packet: 'handshake' | 'data') => number): boolean {
    if (from.state === 'closed') return true;
    const listener = this.#listeners.find(
      ({ address }) => address.port === to.port && (address.ip === anyAddress || address.ip === to.ip),
    );
    if (listener === undefined) return false;
    const end = new Connection(this.timers, to, from.local);
    Connection.join(from, end, transit);
    end.establish();
    if (!listener.offer(end)) return false;
    this.#track(end);
    return true;
  }

  #giveUp(connection: Connection, why: 'ETIMEDOUT' | 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH'): void {
    this.#connections?.delete(connection);
    connection.fail(why);
  }

  #track(connection: Connection): Connection {
    const connections = (this.#connections ??= new Set());
    connections.add(connection);
    connection.onReleased = () => connections.delete(connection);
    return connection;
  }

  #freePort(): number {
    const used = new Set([...this.connections].map(({ local }) => local.port));
    for (;;) {
      this.#lastPort = this.#lastPort >= lastEphemeralPort ? firstEphemeralPort : this.#lastPort + 1;
      if (!used.has(this.#lastPort) && !this.#listeners.some(({ address }) => address.port === this.#lastPort)) {
        return this.#lastPort;
      }
    }
  }

  #after(delayMs: number, run: () => void): void {
    if (delayMs <= 0) run();
    else this.timers.schedule(delayMs, run);
  }
}
