/**
 * How other processes talk to the one that plays a lab, or runs a sandbox: JSON lines over a loopback socket that only its user can open.
 * A client sends one request, its token with it; the server sends any number of `update`s and one last `done` or
 * `failed`.
 */
import type { LabReport } from '@podlab/grader';
import type { Hint } from '@podlab/lab-runner';
import type { EngineName } from '@podlab/clusters';
import type { KubeletState } from '@podlab/simulator';

export type SessionRequest =
  /** How the lab stands, evaluated now. */
  | { readonly command: 'check' }
  | { readonly command: 'hint' }
  /** `question` undefined: the one that is open. */
  | { readonly command: 'answer'; readonly question?: string; readonly given: string }
  | { readonly command: 'reset' }
  /** `attempt` undefined: the first solution. */
  | { readonly command: 'solve'; readonly attempt?: string }
  | { readonly command: 'fastForward'; readonly seconds: number }
  | { readonly command: 'kubelet'; readonly node: string; readonly state: KubeletState }
  /** Sends the status now and whenever it changes, until the client goes. */
  | { readonly command: 'attach' };

/** For whom the evidence is drawn. */
export interface View {
  /** Width of the terminal. */
  readonly columns: number;
  readonly colored: boolean;
}

/** What a client sends. */
export interface RequestLine {
  readonly token: string;
  readonly request: SessionRequest;
  readonly view: View;
}

/** How a lab stands, with the evidence and with how to work on it. */
export interface LabStatus {
  readonly lab: string;
  readonly title: string;
  readonly engine: EngineName;
  readonly namespace: string;
  readonly kubeconfig: string;
  readonly report: LabReport;
  /** Drawn by the grader for the view of the one who asked. */
  readonly timeline: readonly string[];
}

export type UpdateLine =
  | { readonly type: 'update'; readonly status: LabStatus }
  /** Something for a person to read, such as a step of set-up. */
  | { readonly type: 'update'; readonly text: string };

/** The last line of a request that was carried out. */
export interface EndLine {
  readonly type: 'done';
}

export interface DoneLine extends EndLine {
  readonly status: LabStatus;
  readonly hint?: Hint;
}

export interface FailedLine {
  readonly type: 'failed';
  readonly code: string;
  readonly message: string;
  readonly next?: string;
  readonly exitCode: number;
}

export type ResponseLine<End extends EndLine = DoneLine> = UpdateLine | End | FailedLine;
