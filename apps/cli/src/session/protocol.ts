/**
 * How other processes talk to the one that plays a lab: JSON lines over a loopback socket that only its user can open.
 * A client sends one request, its token with it; the server sends any number of `update`s and one last `done` or
 * `failed`.
 */
import type { LabReport } from '@podlab/grader';

export type SessionRequest =
  /** Evaluates now. */
  | { readonly command: 'check' }
  /** `tier` undefined: the next one. */
  | { readonly command: 'hint' }
  | { readonly command: 'answer'; readonly question: string | undefined; readonly given: string }
  | { readonly command: 'next' }
  | { readonly command: 'reset' }
  | { readonly command: 'solve'; readonly attempt: string | undefined }
  | { readonly command: 'fastForward'; readonly seconds: number }
  /** Sends the status now and whenever it changes, until the client goes. */
  | { readonly command: 'attach' };

/** What a client sends. */
export interface RequestLine {
  readonly token: string;
  readonly request: SessionRequest;
}

/** What the server sends. `lines` are for a person, `report` for programs. */
export type ResponseLine =
  | { readonly type: 'update'; readonly lines: readonly string[]; readonly report?: LabReport }
  | { readonly type: 'done'; readonly lines: readonly string[]; readonly report: LabReport; readonly data?: unknown }
  | { readonly type: 'failed'; readonly message: string; readonly next?: string; readonly exitCode: number };
