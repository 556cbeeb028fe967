/** The entry `@podlab/lab-ui/model`: the seam, the pictures' data and what makes it. No React: for workers and builds. */
export type {
  ClusterPicture,
  ContainerPicture,
  NodePicture,
  OwnerPicture,
  PodLook,
  PodPicture,
  ServicePicture,
  Span,
} from './picture/cluster-picture.ts';
export { pictureCluster } from './picture/picture-cluster.ts';
export {
  decodeRecording,
  encodeRecording,
  type RecordedCommand,
  type Recording,
  type RecordingData,
  type RunCommand,
  type RunScript,
} from './recording/recording.ts';
export { timelineOfPictures } from './timeline/timeline-of-pictures.ts';
export { narrate } from './narrator/narrate.ts';
export {
  type ClusterTime,
  type Completion,
  type FieldHint,
  LabPageError,
  type LabPageErrorCode,
  type LabState,
  type ManifestProblem,
  type PlayedFiles,
  type PlayedLab,
  type PlayedTerminal,
  sayMissing,
} from './played-lab.ts';
