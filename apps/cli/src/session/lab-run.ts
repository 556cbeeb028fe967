/** One run of a lab on disk: what it takes to go on with it, or to begin anew. */
import { rmSync } from 'node:fs';
import type { Lab } from '@podlab/lab-format';
import type { EngineName } from '@podlab/clusters';
import type { Host } from '../host.ts';
import type { LabPaths } from '../state/paths.ts';
import { readSession, type SessionFile, writeSession } from '../state/session-file.ts';
import { type FileLog, openFileLog } from './file-log.ts';

export interface LabRun {
  readonly session: SessionFile;
  readonly log: FileLog;
  /** Whether it goes on from before. */
  readonly resumed: boolean;
  /** What the learner should know about how it begins; sentences. */
  readonly notices: readonly string[];
}

export interface LabRunOptions {
  readonly host: Host;
  readonly paths: LabPaths;
  readonly lab: Lab;
  readonly engine: EngineName;
  /** Begins anew, whatever is there. */
  readonly fresh: boolean;
  /** Told when the record could not be written. */
  readonly onFailure?: (error: unknown) => void;
}

/** Takes up the run that is on disk, when it is whole and fits; else begins a new one. @throws CliError */
export function openLabRun(options: LabRunOptions): LabRun {
  const { host, paths } = options;
  const nowMs = host.nowMs();
  const { session, aside } = readSession(paths.session, nowMs);
  const notices = aside ? [stateAside(aside)] : [];
  const obstacle = session && obstacleTo(session, options);
  if (obstacle) notices.push(obstacle);
  if (session?.ready && !obstacle && !options.fresh) {
    const log = openFileLog(paths.history, { nowMs, ...onFailureOf(options) });
    if (!log.aside && log.entries().length > 0) return { session, log, resumed: true, notices };
    if (log.aside) {
      notices.push(
        `The record of this lab could not be read: ${log.aside.reason}. It is kept in ${log.aside.path}.`,
        'Without it nobody can say what happened, so the lab begins anew. Steps passed before stay passed in your progress.',
      );
    }
    log.close();
  }
  return { ...beginLabRun(options, session?.port), resumed: false, notices };
}

/** That the state of a lab could not be read, and where it is. */
export function stateAside({ path, reason }: { readonly path: string; readonly reason: string }): string {
  return `The state of this lab could not be read: ${reason}. It is kept in ${path}, and the lab begins anew.`;
}

/** Begins a new run; what was recorded of the one before is removed. */
function beginLabRun(options: LabRunOptions, port: number | undefined): Pick<LabRun, 'session' | 'log'> {
  const { host, paths, lab, engine } = options;
  rmSync(paths.history, { force: true });
  rmSync(paths.journal, { force: true });
  const session: SessionFile = {
    formatVersion: 1,
    lab: lab.id,
    labVersion: lab.version,
    engine,
    namespace: lab.id,
    startedTime: new Date(host.nowMs()).toISOString(),
    seed: host.randomHex(8),
    ...(port === undefined ? {} : { port }),
    ready: false,
  };
  writeSession(paths.session, session);
  return { session, log: openFileLog(paths.history, { nowMs: host.nowMs(), ...onFailureOf(options) }) };
}

function onFailureOf({ onFailure }: LabRunOptions) {
  return onFailure ? { onFailure } : {};
}

function obstacleTo(session: SessionFile, { lab, engine }: LabRunOptions): string | undefined {
  if (session.engine !== engine) return `The lab was begun on ${session.engine}; on ${engine} it begins anew.`;
  if (session.labVersion !== lab.version) {
    return `The lab has a new version (${lab.version}, not ${session.labVersion}), so it begins anew. Your progress stays.`;
  }
  return undefined;
}
