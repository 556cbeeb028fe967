import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import type { History } from '../history/history.ts';

export interface EvaluateOptions {
  readonly lab: Lab;
  readonly history: History;
  /** For `exec` and `logs` checks. */
  readonly transport: KubeTransport;
  readonly clock: Clock;
  readonly namespace: string;
  readonly signal: AbortSignal;
}
