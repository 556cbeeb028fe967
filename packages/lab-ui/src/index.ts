export type {
  ClusterPicture,
  ContainerPicture,
  NodePicture,
  OwnerPicture,
  PodLook,
  PodPicture,
  ServicePicture,
} from './picture/cluster-picture.ts';
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
} from './played-lab.ts';
