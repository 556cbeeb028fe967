/** The entry `@podlab/lab-ui/recorder`: runs a script on an embedded cluster and pictures it. It brings the engine. */
export { recordRun, type RecordRunOptions, type RunCommand, RunError, type RunScript } from './recording/record-run.ts';
