/** The entry `@podlab/lab-ui/recorder`: runs a script on an embedded cluster and pictures it. It brings the engine. */
export { recordRun, type RecordRunOptions, RunError } from './recording/record-run.ts';
export { takePicture } from './recording/take-picture.ts';
