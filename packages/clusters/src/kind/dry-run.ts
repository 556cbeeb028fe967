import { type KubeTransport, TransportError } from '@podlab/kube-client';
import type { ActionEvent } from '../actions/action.ts';
import type { Command, CommandResult } from './command.ts';
import { formatCommandLine } from './command-line.ts';
import { type KindHost, realKindHost } from './kind-host.ts';
import type { ClusterRecord } from './record.ts';

export interface DryRunOptions {
  readonly clusterName: string;
  /** Nodes of the cluster that is presumed to be there; 0: none. */
  readonly nodes: number;
  /** Told each line of the transcript. */
  readonly print: (line: string) => void;
}

/** Writes down what actions would do. Presumes that every step succeeds, and that no node holds any image. */
export interface DryRun {
  readonly host: KindHost;
  /** To be given to `runActions`: puts each action's name above what it does. */
  onEvent(event: ActionEvent): void;
}

const presumedOwner = 'presumed';

/**
 * A host for `createKindEngine` that touches nothing. Its transcript holds command lines to paste into a shell, HTTP
 * requests as `METHOD path body`, and files as `write`, `remove`.
 */
export function createDryRun({ clusterName, nodes, print }: DryRunOptions): DryRun {
  const presumed = { nodes, namespaceGone: false };
  const containerNames = () => Array.from({ length: presumed.nodes }, (_, index) => nodeName(clusterName, index));
  const answer = (command: Command): string => {
    const line = command.argv.join(' ');
    if (line.startsWith('kind create cluster')) presumed.nodes = command.stdin?.match(/role:/g)?.length ?? 1;
    if (line.startsWith('kind delete cluster')) presumed.nodes = 0;
    if (line.startsWith('docker ps'))
      return containerNames()
        .map((name) => `id-of-${name} ${name} running`)
        .join('\n');
    return line.includes('crictl images') ? '{"images":[]}' : '';
  };
  const record: ClusterRecord = {
    formatVersion: 1,
    clusterName,
    ownerId: presumedOwner,
    state: 'ready',
    containerIds: containerNames().map((name) => `id-of-${name}`),
  };
  const host: KindHost = {
    async run(command) {
      print(formatCommandLine(command));
      return succeeded(command, answer(command));
    },
    connect: async () => dryTransport(print, (method, path) => apiAnswer(presumed, method, path)),
    refuseForeignKubeconfig: async () => undefined,
    adoptKubeconfig: async (from, to) => {
      print(`write ${to}`);
      print(`remove ${from}`);
    },
    removeKubeconfig: async (path) => print(`remove ${path}`),
    removeScratchKubeconfig: async (path) => print(`remove ${path}`),
    readRecord: async () => (record.containerIds.length > 0 ? record : undefined),
    writeRecord: async (path) => print(`write ${path}`),
    removeRecord: async (path) => print(`remove ${path}`),
    machine: realKindHost.machine,
  };
  return { host, onEvent: (event) => event.type === 'started' && print(`# ${event.name}`) };
}

/** As kind names the containers: the first is the control plane, then `worker`, `worker2`, … */
function nodeName(clusterName: string, index: number): string {
  if (index === 0) return `${clusterName}-control-plane`;
  return `${clusterName}-worker${index === 1 ? '' : index}`;
}

function succeeded(command: Command, stdout: string): CommandResult {
  const outcome = { exitCode: 0, stderr: '', timedOut: false, isCanceled: false, notFound: false, durationMs: 0 };
  return { ...outcome, argv: command.argv, stdout, commandLine: formatCommandLine(command) };
}

interface Presumed {
  readonly nodes: number;
  namespaceGone: boolean;
}

function apiAnswer(presumed: Presumed, method: string, path: string): { status: number; body: unknown } {
  const conditions = [{ type: 'Ready', status: 'True' }];
  const node = { metadata: { name: 'node' }, status: { conditions } };
  if (path === '/api/v1/nodes')
    return { status: 200, body: { items: Array.from({ length: presumed.nodes }, () => node) } };
  if (path.includes('/configmaps/')) return { status: 200, body: { data: { ownerId: presumedOwner } } };
  if (method === 'DELETE') presumed.namespaceGone = true;
  if (method === 'GET' && presumed.namespaceGone) return { status: 404, body: { kind: 'Status', code: 404 } };
  return { status: 200, body: {} };
}

function dryTransport(
  print: (line: string) => void,
  answer: (method: string, path: string) => { readonly status: number; readonly body: unknown },
): KubeTransport {
  return {
    async fetch(path, { method = 'GET', body } = {}) {
      print([method, path, ...(typeof body === 'string' ? [body] : [])].join(' '));
      const { status, body: answered } = answer(method, path);
      return Response.json(answered, { status });
    },
    connect: () => Promise.reject(new TransportError('a dry run opens no connection', undefined)),
    close: async () => undefined,
  };
}
