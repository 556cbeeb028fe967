import {
  BackOffExplorer,
  type ClusterPicture,
  ClusterPictureView,
  MiniCluster,
  MiniClusterEngineContext,
  type MiniClusterProps,
  PodTimeline,
  QosCalculator,
  RolloutStepper,
} from '@podlab/lab-ui';
import type { RecordingData } from '@podlab/lab-ui/model';
import type { ReactNode } from 'react';
import type { DemoName, Demos } from './demos.ts';
import { pageEngine } from './live-run/page-engine.ts';

/** A run that was recorded when the site was built. */
export interface RecordedRun {
  readonly title: string;
  readonly data: RecordingData;
}

export interface LabPictures {
  readonly start: ClusterPicture;
  readonly goal: ClusterPicture;
}

/** Reads what prepare/ has written; at once when pages are rendered, by loading in the browser. */
export interface DemoData {
  recording(name: string): RecordedRun | Promise<RecordedRun>;
  lab(id: string): LabPictures | Promise<LabPictures>;
}

type Render = { readonly [Name in DemoName]: (props: Demos[Name], data: DemoData) => ReactNode | Promise<ReactNode> };

const render: Render = {
  BackOffExplorer: (props) => <BackOffExplorer {...props} />,
  LabPicture: ({ lab, moment, ...props }, data) =>
    then(data.lab(lab), (pictures) => <ClusterPictureView {...props} picture={pictures[moment]} />),
  MiniCluster: ({ recording, ...props }, data) =>
    recording === undefined
      ? renderCluster(props)
      : then(data.recording(recording), (run) => renderCluster({ title: run.title, ...props, recording: run.data })),
  PodTimeline: (props, data) =>
    props.recording === undefined ? (
      <PodTimeline {...props} />
    ) : (
      then(data.recording(props.recording), (run) => (
        <PodTimeline title={props.title ?? run.title} recording={run.data} />
      ))
    ),
  QosCalculator: (props) => <QosCalculator {...props} />,
  RolloutStepper: (props) => <RolloutStepper {...props} />,
};

/** The element of a live part; a promise only where `data` gives one. */
export function renderDemo<Name extends DemoName>(
  name: Name,
  props: Demos[Name],
  data: DemoData,
): ReactNode | Promise<ReactNode> {
  return render[name](props, data);
}

function renderCluster(props: MiniClusterProps): ReactNode {
  return (
    <MiniClusterEngineContext value={pageEngine}>
      <MiniCluster {...props} />
    </MiniClusterEngineContext>
  );
}

function then<T, R>(value: T | Promise<T>, make: (value: T) => R): R | Promise<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
