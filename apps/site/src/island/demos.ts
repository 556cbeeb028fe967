import type {
  BackOffExplorerProps,
  ClusterPictureViewProps,
  MiniClusterProps,
  PodTimelineProps,
  QosCalculatorProps,
  RolloutStepperProps,
} from '@podlab/lab-ui';

/** What a page gives to each live part. A recording is named: its data is not in the page. */
export interface Demos {
  readonly BackOffExplorer: BackOffExplorerProps;
  readonly LabPicture: Pick<ClusterPictureViewProps, 'label'> & {
    readonly lab: string;
    readonly moment: 'start' | 'goal';
  };
  readonly MiniCluster: Omit<MiniClusterProps, 'recording'> & { readonly recording?: string };
  readonly PodTimeline:
    | { readonly title?: string; readonly recording: string }
    | Extract<PodTimelineProps, { readonly recording?: undefined }>;
  readonly QosCalculator: QosCalculatorProps;
  readonly RolloutStepper: RolloutStepperProps;
}

export type DemoName = keyof Demos;
