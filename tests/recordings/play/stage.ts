import { join } from 'node:path';
import { encodeUtf8, systemClock } from '@podlab/apimachinery';
import { type ApiHandler, serveCluster, writeKubeconfig } from '@podlab/clusters';
import { type ApiResponse, createEmbeddedCluster, type EmbeddedCluster } from '@podlab/simulator';
import type { WatchLine } from '../compare/read-run.ts';
import { watchNamespace } from './watch-namespace.ts';

/** An embedded cluster that stands still unless it is told to go on, and is served to kubectl. */
export interface Stage {
  readonly cluster: EmbeddedCluster;
  /** Counts requests and what was sent on open connections. */
  activity(): number;
  /** When, by the machine's clock, it last went up. */
  activityAtMs(): number;
  /** Connections on which a client waits for what the cluster will send: watches, logs, exec. */
  openStreams(): number;
  /** Writes what kubectl needs to reach it. */
  writeKubeconfig(path: string, namespace: string): Promise<void>;
  /** Begins to record. @returns what was seen so far, growing */
  watch(namespace: string, nodes: boolean): readonly WatchLine[];
  close(): Promise<void>;
}

const clock = systemClock();
/** Long enough for every node to be Ready, and for what a new cluster does first to be over. */
const bootMs = 60_000;
const minuteMs = 60_000;

/** When in this time the network plug-in becomes that of the recorded cluster. */
const plugInMs = 15_000;

/** As on the real cluster: what the API server takes to answer a request for objects. */
const requestMs = 8;
const deletionMs = 45;

/**
 * @param seed where names and UIDs come from
 * @param readyAtMs when in a minute it is ready
 */
export async function openStage(seed: string, nodes: 1 | 3, readyAtMs: number): Promise<Stage> {
  const names = ['podlab-control-plane', 'podlab-worker', 'podlab-worker2'].slice(0, nodes);
  const cluster = createEmbeddedCluster({
    seed,
    // Timestamps are of whole seconds: what falls into one second must not depend on when the playing began.
    startTimeMs: (Math.floor((clock.nowMs() - bootMs) / minuteMs) - 1) * minuteMs + readyAtMs,
    nodes: names.map((name, index) => (index === 0 ? { name, role: 'control-plane' } : { name })),
    systemPods: true,
  });
  const bootedMs = cluster.time.nowMs() + bootMs;
  cluster.time.runUntil(bootedMs - bootMs + plugInMs);
  asksForLess(cluster);
  cluster.time.runUntil(bootedMs);
  let activity = 0;
  let activityAtMs = clock.nowMs();
  const streams = new Set<object>();
  const noted: Noted = {
    note() {
      activity += 1;
      activityAtMs = clock.nowMs();
      keepNow(cluster);
    },
    streams,
  };
  const served = await serveCluster(noticed(cluster, noted), {
    token: `token-of-the-replay-of-${seed}`,
    clock,
    signal: new AbortController().signal,
  });
  return {
    cluster,
    activity: () => activity,
    activityAtMs: () => activityAtMs,
    openStreams: () => streams.size,
    async writeKubeconfig(path, namespace) {
      const { url: server, certificateAuthority, token } = served;
      await writeKubeconfig(join(path), { server, certificateAuthority, token, namespace, context: 'podlab' });
    },
    watch: (namespace, nodes) => watchNamespace(cluster, namespace, nodes),
    close: () => served.close(),
  };
}

/** kubectl computes ages with the machine's clock: the cluster's now is kept there. */
function keepNow(cluster: EmbeddedCluster): void {
  const skewMs = Math.ceil((cluster.time.nowMs() - clock.nowMs()) / 1000) * 1000;
  if (skewMs !== cluster.skewMs()) cluster.setSkew(skewMs);
}

interface Noted {
  note(): void;
  /** Those that are open. */
  readonly streams: Set<object>;
}

function noticed(cluster: EmbeddedCluster, { note, streams }: Noted): ApiHandler {
  const noticedBody = (response: ApiResponse): ApiResponse => {
    const { body } = response;
    if (typeof body === 'string' || body instanceof Uint8Array) return response;
    return {
      ...response,
      body: {
        subscribe({ write, end }) {
          streams.add(body);
          const stop = body.subscribe({
            write: (chunk) => {
              note();
              write(chunk);
            },
            end: () => {
              streams.delete(body);
              note();
              end();
            },
          });
          return () => {
            streams.delete(body);
            note();
            stop();
          };
        },
      },
    };
  };
  return {
    handle(request) {
      const tookMs = request.method === 'DELETE' ? deletionMs : requestMs;
      if (isAboutObjects(request.path)) cluster.time.runUntil(cluster.time.nowMs() + tookMs);
      note();
      return noticedBody(cluster.handle(request));
    },
    open(request, protocols) {
      note();
      const answer = cluster.open(request, protocols);
      if ('status' in answer) return answer;
      streams.add(answer);
      return {
        protocol: answer.protocol,
        receive: (message) => {
          note();
          answer.receive(message);
        },
        clientClosed: () => {
          streams.delete(answer);
          note();
          answer.clientClosed();
        },
        subscribe: ({ message, close }) =>
          answer.subscribe({
            message: (data) => {
              note();
              message(data);
            },
            close: () => {
              streams.delete(answer);
              note();
              close();
            },
          }),
      };
    },
  };
}

/** Discovery and schemas are asked for side by side, and kubectl keeps them. */
function isAboutObjects(path: string): boolean {
  return /^\/(api\/v1|apis\/[^/]+\/[^/]+)\/./.test(path);
}

/** The recorded cluster's network plug-in is not kind's: it asks for less of a node. */
function asksForLess(cluster: EmbeddedCluster): void {
  const container = { name: 'kindnet-cni', resources: { requests: { cpu: '20m', memory: '20Mi' } } };
  const { status } = cluster.handle({
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/kube-system/daemonsets/kindnet',
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: encodeUtf8(JSON.stringify({ spec: { template: { spec: { containers: [container] } } } })),
  });
  if (status !== 200) throw new Error(`the network plug-in could not be changed: ${status}`);
}
