import type { DemoData, LabPictures, RecordedRun } from './render-demo.tsx';

/** What prepare/ has written, each a chunk of its own. */
export const fetchedData: DemoData = {
  recording: (name) => load<RecordedRun>(import(`@site/.generated/recordings/${name}.json`)),
  lab: (id) => load<LabPictures>(import(`@site/.generated/lab-pictures/${id}.json`)),
};

async function load<T>(module: Promise<{ readonly default: T }>): Promise<T> {
  return (await module).default;
}
