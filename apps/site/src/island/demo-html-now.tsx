import { renderToString } from 'react-dom/server';
import type { DemoName, Demos } from './demos.ts';
import { type DemoData, type LabPictures, type RecordedRun, renderDemo } from './render-demo.tsx';

const data: DemoData = {
  recording: (name) => require(`@site/.generated/recordings/${name}.json`) as RecordedRun,
  lab: (id) => require(`@site/.generated/lab-pictures/${id}.json`) as LabPictures,
};

/** @param id stands before the ids in it, which the browser makes again from the same one */
export function demoHtml<Name extends DemoName>(name: Name, props: Demos[Name], id: string): string {
  const element = renderDemo(name, props, data);
  if (element instanceof Promise) throw new TypeError(`${name} has no data when its page is rendered`);
  return renderToString(element, { identifierPrefix: id });
}
