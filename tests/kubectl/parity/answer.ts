/** What a command printed, and how it ended. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** `stopped`: it would have gone on. */
  readonly code: number | 'stopped';
}

/** Where a command runs. */
export interface RunIn {
  /** Of the files that it may name. */
  readonly folder: string;
  readonly kubeconfigPath: string;
  readonly namespace: string;
  /** Where the API is served, as kubeconfigs tell. */
  readonly server: string;
}
