export type { Terminal } from './cli/command.ts';
export { loadCommands } from './commands/commands.ts';
export { KubectlError } from './cli/kubectl-error.ts';
export { withLastApplied } from './resources/last-applied.ts';
export { splitCommandLine } from './cli/split-command-line.ts';
export { type Candidate, type Candidates, completeKubectl, type CompleteOptions } from './complete/complete.ts';
export { createKubectl, type Kubectl, type KubectlOptions } from './kubectl.ts';
export { printJsonPath } from './print/jsonpath.ts';
