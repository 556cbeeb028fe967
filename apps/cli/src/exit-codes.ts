/** What the command's exit code says. Every command uses these and no others. */
export const exitCodes = {
  passed: 0,
  notYet: 1,
  /** Wrong usage or invalid input. */
  usage: 2,
  /** Not available on this machine, or not now: no Docker, a port in use, a lab held by another process. */
  unavailable: 3,
  inconclusive: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
