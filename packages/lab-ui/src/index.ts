export { ClusterList, type ClusterListProps } from './picture/ClusterList.tsx';
export { ClusterPictureView, type ClusterPictureViewProps } from './picture/ClusterPictureView.tsx';
export { PictureLegend } from './picture/PictureLegend.tsx';
export { PodDrawing, type PodDrawingProps } from './picture/PodDrawing.tsx';
export { UidBand } from './picture/UidBand.tsx';
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
