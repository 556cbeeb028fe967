import { busyboxImage } from './busybox.ts';
import type { Image } from './image.ts';
import { networkImages } from './network-images.ts';
import { nginxImages } from './nginx.ts';
import { stressImage } from './stress.ts';

/** Every image there is. Adding one starts with a file beside this. */
export const imageCatalogue: readonly Image[] = [busyboxImage, ...nginxImages, ...networkImages, stressImage];
