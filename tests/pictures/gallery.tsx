import {
  BackOffExplorer,
  ClusterPictureView,
  MiniCluster,
  PictureLegend,
  PodTimeline,
  QosCalculator,
  RolloutStepper,
} from '@podlab/lab-ui';
import { decodeRecording, type RecordingData } from '@podlab/lab-ui/model';

export interface GalleryData {
  /** Name of what to show, or `picture:N` for one picture of the run. */
  readonly show: string;
  readonly recording: RecordingData;
}

/** What the browser tests look at. */
export function Gallery({ data }: { readonly data: GalleryData }) {
  const [name = '', place] = data.show.split(':');
  return (
    <main>
      <h1>Pictures</h1>
      {name === 'picture' ? <Picture recording={data.recording} place={place} /> : null}
      {name === 'mini' ? <MiniCluster recording={data.recording} title="Restarted or replaced?" /> : null}
      {name === 'demos' ? (
        <>
          <BackOffExplorer />
          <QosCalculator />
          <RolloutStepper />
          <PodTimeline
            title="Restarted, then replaced"
            pods={[
              {
                name: 'web-a1',
                ready: 1,
                restarts: [7],
                deleted: 15,
                gone: 20,
                replacedBy: 'web-b2',
                owner: 'ReplicaSet web',
              },
              { name: 'web-b2', created: 15, ready: 17, owner: 'ReplicaSet web' },
            ]}
          />
        </>
      ) : null}
    </main>
  );
}

function Picture({ recording, place }: { readonly recording: RecordingData; readonly place: string | undefined }) {
  const { frames } = decodeRecording(recording);
  const picture = place === undefined ? frames.at(-1) : frames[Number(place)];
  if (!picture) return null;
  return (
    <>
      <ClusterPictureView picture={picture} onOpen={() => undefined} />
      <hr />
      <PictureLegend />
    </>
  );
}
