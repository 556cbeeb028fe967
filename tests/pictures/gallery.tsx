import { ClusterPictureView, PictureLegend } from '@podlab/lab-ui';
import { decodeRecording, type RecordingData } from '@podlab/lab-ui/model';

export interface GalleryData {
  readonly show: string;
  readonly two: RecordingData;
  readonly crash: RecordingData;
  readonly fifty: RecordingData;
}

/** What the browser tests look at. */
export function Gallery({ data }: { readonly data: GalleryData }) {
  const recording = decodeRecording(data[data.show.split(':')[0] as 'two']);
  const at = Number(data.show.split(':')[1] ?? recording.frames.length - 1);
  const picture = recording.frames[at] ?? recording.frames[0];
  if (!picture) return null;
  return (
    <main>
      <h1>Pictures</h1>
      <ClusterPictureView picture={picture} />
      <hr />
      <PictureLegend />
    </main>
  );
}
