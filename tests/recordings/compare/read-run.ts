import type { ObjectHistory, Run, ScenarioStep, State } from '../recording.ts';
import { describeManagers, describeObject, type WatchedObject } from './describe-object.ts';
import { createNormaliser, type KnownNames, type Normaliser } from './normalise-text.ts';

/** One line of a recorded watch. */
export interface WatchLine {
  readonly atMs: number;
  readonly resource: string;
  readonly type: string;
  readonly object: WatchedObject;
}

/** One step as it was played, its texts as they came. */
export interface PlayedStep extends ScenarioStep {
  readonly tookMs?: number;
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Normalises one playing of a scenario: what is compared, and nothing else. */
export function readRun(played: readonly PlayedStep[], watched: readonly WatchLine[]): Run {
  const norm = createNormaliser(knownNames(watched));
  const steps = played.map(({ run = '', tookMs = 0, exitCode = 0, stdout = '', stderr = '' }) => ({
    tookMs,
    exitCode,
    stdout: answerLines(run, norm.lines(stdout)),
    stderr: norm.lines(stderr),
  }));
  return { steps, objects: historiesOf(watched, norm), events: eventsOf(watched, norm) };
}

function answerLines(run: string, lines: string[]): string[] {
  if (/get events/.test(run)) return eventRows(lines);
  return /kubectl version\b/.test(run) ? withoutClient(lines) : lines;
}

/** Which kubectl was used says nothing of the cluster. */
function withoutClient(lines: readonly string[]): string[] {
  const start = lines.indexOf('clientVersion:');
  const length = lines.slice(start + 1).findIndex((line) => !line.startsWith(' ')) + 1;
  const block = start < 0 ? [] : lines.slice(start, length === 0 ? undefined : start + length);
  return lines.filter(
    (line, index) => !(index >= start && index < start + block.length) && !/^(Client|Kustomize) Version:/.test(line),
  );
}

/** A table of events: which there are. Their order is that of names, and their ages are this moment's. */
function eventRows(lines: readonly string[]): string[] {
  return [...new Set(lines.map((line) => line.replace(/^\S+ /, '')))].sort();
}

function knownNames(watched: readonly WatchLine[]): KnownNames {
  const nodes = new Set<string>();
  const generated = new Map<string, string>();
  const hashes = new Set<string>();
  for (const { resource, object } of watched) {
    const { metadata, spec } = object;
    const { nodeName } = (spec ?? {}) as { nodeName?: string };
    if (nodeName) nodes.add(nodeName);
    if (resource === 'nodes') nodes.add(metadata.name);
    if (metadata.generateName) generated.set(metadata.name, metadata.generateName);
    const labels = (metadata['labels'] ?? {}) as Record<string, string>;
    const hash = labels['pod-template-hash'];
    if (hash) hashes.add(hash);
    const revision = labels['controller-revision-hash'];
    if (revision) hashes.add(revision.split('-').at(-1) ?? revision);
    if (resource === 'controllerrevisions') hashes.add(metadata.name.split('-').at(-1) ?? metadata.name);
  }
  return { nodes, generated, hashes };
}

function historiesOf(watched: readonly WatchLine[], norm: Normaliser): ObjectHistory[] {
  const objects = new Map<
    string,
    { group: string; probePeriodSeconds: number; states: State[]; last: WatchedObject }
  >();
  for (const { atMs, resource, type, object } of watched) {
    if (resource === 'events' || type === 'BOOKMARK') continue;
    const { uid, name } = object.metadata;
    const known = objects.get(uid) ?? {
      group: `${resource} ${norm.name(name)}`,
      probePeriodSeconds: slowestProbe(object),
      states: [],
      last: object,
    };
    objects.set(uid, { ...known, last: object });
    const lines = describeObject(resource, type, object, norm);
    if (known.states.at(-1)?.lines.join('\n') !== lines.join('\n')) known.states.push({ atMs, lines });
  }
  return [...objects.values()].flatMap(({ group, probePeriodSeconds, states, last }) => {
    const history = { group, probePeriodSeconds, states };
    // How a node came to be is the installer's own way.
    if (group.startsWith('nodes ')) return [history];
    const fields = { atMs: 0, lines: describeManagers(last, norm) };
    return [history, { group: `fields of ${group}`, probePeriodSeconds: 0, states: [fields] }];
  });
}

function slowestProbe({ spec }: WatchedObject): number {
  const { containers = [] } = (spec ?? {}) as unknown as {
    containers?: Record<string, { periodSeconds?: number }>[];
  };
  const periods = containers.flatMap((container) =>
    ['readinessProbe', 'livenessProbe', 'startupProbe'].map((probe) => container[probe]?.periodSeconds ?? 0),
  );
  return Math.max(0, ...periods);
}

function eventsOf(watched: readonly WatchLine[], norm: Normaliser): Record<string, number> {
  const counts = new Map<string, { key: string; count: number }>();
  for (const { resource, type, object } of watched) {
    if (resource !== 'events' || type === 'DELETED') continue;
    const { involvedObject, reason, message, count, source } = object as unknown as {
      involvedObject: { kind: string; name: string; fieldPath?: string };
      reason: string;
      message: string;
      count?: number;
      source?: { component?: string };
    };
    const about = `${involvedObject.kind} ${norm.name(involvedObject.name)}`;
    const where = involvedObject.fieldPath ? ` ${involvedObject.fieldPath}` : '';
    const { type: severity } = object as unknown as { type: string };
    const key = `${about}${where} | ${source?.component} ${severity} ${reason}: ${norm.text(message)}`;
    counts.set(object.metadata.uid, { key, count: count ?? 1 });
  }
  const totals: Record<string, number> = {};
  for (const { key, count } of counts.values()) totals[key] = (totals[key] ?? 0) + count;
  return totals;
}
