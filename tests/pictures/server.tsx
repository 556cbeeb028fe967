import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { Gallery, type GalleryData } from './gallery.tsx';

/** The page's body as a build makes it. */
export function renderGallery(data: GalleryData): string {
  return renderToString(createElement(Gallery, { data }));
}
