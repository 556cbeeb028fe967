import type { Event, Pod } from 'kubernetes-types/core/v1';
import type { EmbeddedCluster } from '../ports.ts';

interface WatchLine<T> {
  readonly type: string;
  readonly object: T;
}

/** Everything a watch of Pods and Events has shown, in words that can be held against a recording. */
export interface Observed {
  /** By Pod name: its distinct states in order. */
  readonly pods: ReadonlyMap<string, readonly string[]>;
  /** By name of the object concerned: `reason xCount: message`, as it was in the end. */
  events(name: string): readonly string[];
}

/** Watches a namespace from now on. */
export function observe(cluster: EmbeddedCluster, namespace: string): Observed {
  const pods = new Map<string, string[]>();
  const events = new Map<string, Event>();
  watch<Pod>(cluster, `/api/v1/namespaces/${namespace}/pods`, ({ type, object }) => {
    const name = object.metadata?.name ?? '';
    const states = pods.get(name) ?? [];
    pods.set(name, states);
    const state = describeState(type, object);
    if (states.at(-1) !== state) states.push(state);
  });
  watch<Event>(cluster, `/api/v1/namespaces/${namespace}/events`, ({ object }) => {
    events.set(object.metadata.name ?? '', object);
  });
  return {
    pods,
    events: (name) =>
      [...events.values()]
        .filter(({ involvedObject }) => involvedObject.name === name)
        .map(({ reason, count, message }) => `${reason} x${count}: ${message}`)
        .sort(),
  };
}

function watch<T>(cluster: EmbeddedCluster, path: string, onLine: (line: WatchLine<T>) => void): void {
  const { body } = cluster.handle({ method: 'GET', path: `${path}?watch=true`, headers: {} });
  if (typeof body === 'string' || body instanceof Uint8Array) throw new Error(`no watch: ${String(body)}`);
  let rest = '';
  body.subscribe({
    write: (chunk) => {
      const lines = (rest + new TextDecoder().decode(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(JSON.parse(line) as WatchLine<T>);
    },
    end: () => undefined,
  });
}

/** `DELETED gen 2/2 Succeeded Ready=False(PodCompleted) … | app terminated Completed 0, restarts 1, last …` */
function describeState(type: string, { metadata, status }: Pod): string {
  const { observedGeneration } = (status ?? {}) as { observedGeneration?: number };
  const deletion = metadata?.deletionTimestamp ? ` deleting ${metadata.deletionGracePeriodSeconds}` : '';
  const conditions = (status?.conditions ?? [])
    .map(({ type: name, status: value, reason }) => `${name}=${value}${reason ? `(${reason})` : ''}`)
    .join(' ');
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
    ({ name, state, lastState, ready, restartCount, started }) =>
      `${name} ${describeContainer(state)} last ${describeContainer(lastState)} ready ${ready} started ${started} restarts ${restartCount}`,
  );
  const head = `${type} gen ${metadata?.generation}/${observedGeneration ?? '-'} ${status?.phase}${status?.reason ? ` ${status.reason}` : ''}`;
  return [`${head} ${status?.podIP ? 'ip' : 'no ip'}${deletion}`, conditions, ...containers]
    .filter((part) => part !== '')
    .join(' | ');
}

type State = NonNullable<NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number]['state']>;

function describeContainer(state: State = {}): string {
  if (state.running) return 'running';
  if (state.terminated) return `${state.terminated.reason}(${state.terminated.exitCode})`;
  return state.waiting?.reason ?? 'none';
}
