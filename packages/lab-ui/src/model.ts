/** The entry `@podlab/lab-ui/model`: the pictures' data and what makes it. No React: for workers and for builds. */
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
} from './recording/recording.ts';
