/** A lab played on the page's own thread: the real simulator, session and kubectl behind the seam, without a worker. */
import { systemClock, type Clock } from '@podlab/apimachinery';
import { createMemoryLog, timelineOf } from '@podlab/grader';
import { createKubectl } from '@podlab/kubectl';
import type { Lab } from '@podlab/lab-format';
import { openSession, type Session, splitWords } from '@podlab/lab-runner';
import type { ClusterPicture, LabState, PlayedLab, PlayedTerminal } from '@podlab/lab-ui';
import { createEmbeddedCluster, createEmbeddedTransport, createPacer } from '@podlab/simulator';
import { pictureCluster } from '@podlab/lab-ui/model';

export async function playInPage(lab: Lab): Promise<PlayedLab> {
  const clock: Clock = systemClock();
  const listeners = new Set<() => void>();
  const files = new Map(
    [...lab.files].filter(([name]) => /\.ya?ml$/.test(name) && !name.includes('/') && name !== 'lab.yaml'),
  );
  let state: LabState = Object.freeze<LabState>({
    phase: 'starting',
    progress: 'a cluster of three nodes',
    failure: undefined,
    report: undefined,
    picture: undefined,
    timeline: undefined,
    time: { nowMs: clock.nowMs(), startedMs: clock.nowMs(), rate: 1, looking: false },
    undo: { possible: false, of: undefined },
    kept: { where: 'memory', why: 'This page keeps nothing.' },
    elsewhere: false,
    solved: false,
  });
  const set = (change: Partial<LabState>) => {
    state = Object.freeze({ ...state, ...change });
    for (const listener of listeners) listener();
  };
  const cluster = createEmbeddedCluster({
    seed: 'page',
    startTimeMs: clock.nowMs() - 60_000,
    nodes: [
      { name: 'podlab-control-plane', role: 'control-plane' },
      { name: 'podlab-worker' },
      { name: 'podlab-worker2' },
    ],
  });
  cluster.time.runUntil(clock.nowMs());
  const pacer = createPacer(cluster, clock, { rate: 1 });
  const transport = createEmbeddedTransport(cluster, pacer);
  const ending = new AbortController();
  let session: Session | undefined;
  const show = (running: Session) => {
    const kinds = ['nodes', 'pods', 'replicasets', 'deployments', 'services', 'endpointslices'];
    const objects = kinds.flatMap((kind) => running.history.objectsAt(kind));
    const picture: ClusterPicture = pictureCluster(objects as never, clock.nowMs());
    set({
      phase: 'playing',
      report: running.report,
      picture,
      timeline: timelineOf(running.history),
      time: { ...state.time, nowMs: clock.nowMs() },
    });
  };
  const begin = async () => {
    session = await openSession({
      lab,
      transport,
      clock,
      namespace: 'default-lab',
      log: createMemoryLog(),
      onProgress: ({ text }) => set({ progress: text }),
      signal: ending.signal,
    });
    session.onChange(() => session && show(session));
    show(session);
  };
  void begin();

  const openTerminal = (): PlayedTerminal => {
    const heard = new Set<(text: string, stream: 'stdout' | 'stderr' | 'notice') => void>();
    let running: AbortController | undefined;
    const say = (text: string, stream: 'stdout' | 'stderr') => {
      for (const listener of heard) listener(text, stream);
    };
    return {
      prompt: '$ ',
      takes: 'line',
      onTakes: () => () => undefined,
      async run(line) {
        running = new AbortController();
        const words = splitWords(line);
        if (words[0] !== 'kubectl') {
          say(`sh: ${words[0]}: not found\n`, 'stderr');
          return 127;
        }
        const kubectl = createKubectl({
          transport,
          clock,
          namespace: 'default-lab',
          readFile: async (path) => files.get(path),
          stdout: (text) => say(text, 'stdout'),
          stderr: (text) => say(text, 'stderr'),
        });
        try {
          return await kubectl.run(words.slice(1), { signal: running.signal });
        } catch (error) {
          if (running.signal.aborted) return 130;
          throw error;
        }
      },
      onOutput(listener) {
        heard.add(listener);
        return () => heard.delete(listener);
      },
      type: () => undefined,
      interrupt: () => running?.abort(),
      async complete(line, cursor) {
        const from = line.slice(0, cursor).search(/\S*$/);
        const word = line.slice(from, cursor);
        const pods = state.picture?.nodes.flatMap((node) => node.pods.map(({ name }) => ({ text: name }))) ?? [];
        const all = [
          ...['kubectl', 'get', 'describe', 'delete', 'exec', 'pods', 'replicasets'].map((text) => ({ text })),
          ...pods,
        ];
        return { from, candidates: all.filter(({ text }) => text.startsWith(word)) };
      },
      resize: () => undefined,
      close: () => running?.abort(),
    };
  };
  return {
    get state() {
      return state;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSentence: () => () => undefined,
    openTerminal,
    files: {
      list: async () => [...files.keys()],
      read: async (name) => files.get(name) ?? '',
      write: async (name, text) => void files.set(name, text),
      onChange: () => () => undefined,
    },
    findProblems: async (yaml) =>
      yaml.includes('\t')
        ? [{ line: 1, column: 1, from: 0, to: 1, severity: 'error', field: '', message: 'A tab may not indent YAML.' }]
        : [],
    completeField: async () => [],
    check: async () => void (await session?.check()),
    answer: async (question, given) => void (await session?.answer(question, given)),
    hint: async () => session?.hint(),
    reset: async () => undefined,
    solve: async () => ({ title: 'Delete one Pod', lines: ['kubectl get pods', 'kubectl get replicasets'] }),
    undo: async () => undefined,
    setRate: async (rate) => {
      pacer.setRate(rate);
      set({ time: { ...state.time, rate } });
    },
    setVisible: () => undefined,
    fastForward: (ms) => pacer.fastForward(ms, { signal: ending.signal }),
    lookAt: async (timeMs) => set({ time: { ...state.time, looking: timeMs !== undefined } }),
    share: async () => 'lab=test',
    copyState: async () => '{}',
    takeOver: async () => set({ elsewhere: false }),
    close: async () => ending.abort(),
  };
}
