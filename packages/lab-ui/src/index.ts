export { LabPage, type LabPageProps } from './lab/LabPage.tsx';
export { createWordMarker, type MarkedWord } from './text/MarkedWords.tsx';
export type { CheckText, LabText, StepText } from './lab/lab-text.ts';
export type { LabLinkProps } from './text/LabLink.tsx';
export { whenIdle } from './lab/when-idle.ts';
export { addProgress, type LabProgress } from './lab/progress.ts';
export { createPageMemory, type KeyedText, type PageMemory } from './lab/page-memory.ts';
export { BackOffExplorer, type BackOffExplorerProps } from './demos/BackOffExplorer.tsx';
export { MiniCluster, type MiniClusterProps } from './demos/MiniCluster.tsx';
export { type MiniClusterEngine, MiniClusterEngineContext } from './demos/mini-cluster-engine.ts';
export type { PodLife } from './demos/literal-timeline.ts';
export { PodTimeline, type PodTimelineProps } from './demos/PodTimeline.tsx';
export { QosCalculator, type QosCalculatorProps } from './demos/QosCalculator.tsx';
export { RolloutStepper, type RolloutStepperProps } from './demos/RolloutStepper.tsx';
export { TimelineView, type TimelineViewProps } from './timeline/TimelineView.tsx';
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
