import { decodeRecording, type RecordingData } from '../recording/recording.ts';
import { timelineOfPictures } from '../timeline/timeline-of-pictures.ts';
import { TimelineView } from '../timeline/TimelineView.tsx';
import { DemoFrame } from './DemoFrame.tsx';
import { literalTimeline, type PodLife } from './literal-timeline.ts';

export type PodTimelineProps = { readonly title?: string } & (
  | { readonly recording: RecordingData; readonly pods?: undefined; readonly seconds?: undefined }
  /** Default length: 30 s. */
  | { readonly pods: readonly PodLife[]; readonly seconds?: number; readonly recording?: undefined }
);

/** A timeline of Pods: of a recorded run, or of lives that the page writes down. */
export function PodTimeline({ title = 'One lane for every UID', recording, pods, seconds }: PodTimelineProps) {
  const timeline = recording ? timelineOf(recording) : literalTimeline(pods ?? [], seconds ?? 30);
  return (
    <DemoFrame title={title}>
      <TimelineView timeline={timeline} label={title} />
    </DemoFrame>
  );
}

function timelineOf(data: RecordingData) {
  const recording = decodeRecording(data);
  return timelineOfPictures(recording.frames, recording.untilMs);
}
