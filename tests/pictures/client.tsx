import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import '@podlab/lab-ui/look.css';
import { Gallery, type GalleryData } from './gallery.tsx';

const root = document.querySelector('#root');
const data = JSON.parse(document.querySelector('#data')?.textContent ?? '{}') as GalleryData;
if (root) hydrateRoot(root, createElement(Gallery, { data }));
