import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import type { DemoName, Demos } from './demos.ts';
import { fetchedData } from './fetched-data.ts';
import { renderDemo } from './render-demo.tsx';
import { Started } from './Started.tsx';

/**
 * Makes a live part of a box: of the HTML that is in it, or anew when it is empty. Resolves when it can be used.
 * @throws when its code or data cannot be loaded
 */
export async function startDemo<Name extends DemoName>(
  box: HTMLElement,
  name: Name,
  props: Demos[Name],
  id: string,
): Promise<Root> {
  const element = await renderDemo(name, props, fetchedData);
  return new Promise((resolve) => {
    const live = <Started onStarted={() => resolve(root)}>{element}</Started>;
    const root: Root = box.hasChildNodes()
      ? hydrateRoot(box, live, { identifierPrefix: id })
      : createRoot(box, { identifierPrefix: id });
    if (!box.hasChildNodes()) root.render(live);
  });
}
