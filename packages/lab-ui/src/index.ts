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
export type {
  ClusterTime,
  Completion,
  FieldHint,
  LabState,
  ManifestProblem,
  PlayedFiles,
  PlayedLab,
  PlayedTerminal,
} from './played-lab.ts';
