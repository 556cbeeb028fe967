import type { Random, Timers } from '@podlab/apimachinery';
import type { Difference } from '../ledger/difference.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { MetricsSource } from '../metrics/metrics-server.ts';
import type { LocalApi } from '../apiserver/local-api.ts';
import type { TokenIssuer } from '../apiserver/tokens/token-issuer.ts';
import type { NetworkConditions } from '../network/conditions.ts';
import type { ApiConnection, ApiRequest, ApiResponse } from '../apiserver/exchange.ts';

/** What every part inside the embedded cluster is given. */
export interface ClusterContext {
  readonly api: LocalApi;
  readonly timers: Timers;
  /** When the cluster began to exist. What is done in regular rounds counts them from here, whenever it begins. */
  readonly startedMs: number;
  /** Fork it by the part's name; do not draw from it directly. */
  readonly random: Random;
  /** What Pods use. */
  readonly metrics: MetricsSource;
  /** Signs the tokens of service accounts. */
  readonly tokens: TokenIssuer;
  /** An event recorder for one source component (and host, for a kubelet). */
  eventRecorder(component: string, host?: string): EventRecorder;
}

/** A part with a lifetime: a controller, the scheduler, a kubelet. */
export interface Component {
  readonly name: string;
  start(): void;
  /** After it, the part makes no more calls. Idempotent. */
  stop(): void;
}

export interface NodeOptions {
  readonly name: string;
  /** Default `worker`. A control plane carries the NoSchedule taint when there are workers too, as in kind. */
  readonly role?: 'control-plane' | 'worker';
  /**
   * How much its disk holds, as a quantity such as `1Gi`; default 264212084Ki, which nothing here can fill: what Pods
   * write lies in this program's memory.
   */
  readonly disk?: string;
}

export interface EmbeddedClusterOptions {
  readonly seed: string;
  /** Virtual time at which the cluster starts to exist; milliseconds since the Unix epoch. */
  readonly startTimeMs: number;
  readonly nodes: readonly NodeOptions[];
  /**
   * Whether it runs what kind runs in every cluster: the control plane's Pods, kube-proxy and kindnet on each node, and
   * CoreDNS. Default false: Pods and DNS do without.
   */
  readonly systemPods?: boolean;
  /** Default: a perfect network that takes no time. */
  readonly network?: NetworkConditions;
}

export type KubeletState = 'running' | 'stopped';

/** The embedded cluster: a value that changes only when it is called. It has no promise in it and no timer of its own. */
export interface EmbeddedCluster {
  /** What it was made from; the first entry of its journal. */
  readonly options: EmbeddedClusterOptions;
  readonly time: VirtualTime;
  /**
   * Loads the code that a request needs: to be asked before `handle` or `open`, and while it loads nothing may be done to
   * the cluster.
   * @returns undefined when it is here, as always outside browsers
   */
  loadCodeFor(request: ApiRequest, as: 'handle' | 'open'): Promise<void> | undefined;
  /**
   * Finds out whose a request is by the token that it shows, which is then gone from it.
   * @returns the answer to whoever shows a wrong one
   */
  identify(request: ApiRequest): ApiRequest | ApiResponse;
  handle(request: ApiRequest): ApiResponse;
  /** Upgrades to a message stream. @returns a response instead when it is refused */
  open(request: ApiRequest, protocols: readonly string[]): ApiConnection | ApiResponse;
  /**
   * How far virtual time is ahead of its clients' clocks; a whole number of seconds. Timestamps go out that much earlier
   * and come in that much later, so that "now" is the client's now (fidelity.md, Design consequences 4).
   */
  skewMs(): number;
  setSkew(skewMs: number): void;
  /**
   * Stops the kubelet of a node, or starts it again, as `systemctl` on a real node does. Its containers go on; the node
   * becomes NotReady when the control plane has missed it for 50 s.
   * @returns false when there is no such node
   */
  setKubelet(nodeName: string, state: KubeletState): boolean;
  /** Tells whoever prints of each difference from a real cluster that a client meets from now on, once. */
  onDifference(listener: (difference: Difference) => void): void;
  /** The whole state as text: every object, event and log line. Two clusters are equal when these are. */
  snapshot(): string;
}

export interface VirtualTime extends Timers {
  /** When the next call is due; undefined when nothing is planned. */
  nextDueMs(): number | undefined;
  /** Calls made so far: with the time, the exact point that a run has reached. */
  callsMade(): number;
  /**
   * Makes every call due up to `untilMs`, then stands at `untilMs`. Stops early once `shouldPause` answers true, but
   * never between two calls due at the same millisecond; then `nowMs()` < `untilMs`. Within such a call it does nothing.
   * Stops anywhere when somebody waits for code.
   * @returns whether it got there
   * @throws what kept awaited code from being loaded: then time never goes on
   */
  runUntil(untilMs: number, shouldPause?: () => boolean): boolean;
  /** Lets the world wait: see `Timers`. */
  readonly holdUntil: NonNullable<Timers['holdUntil']>;
  /** While the world waits for code: resolves when it need not any more. Nothing may be done to the cluster until then. */
  held(): Promise<void> | undefined;
}
