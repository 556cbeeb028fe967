import type { Kernel, Volume } from '@podlab/shell';
import type { ApiEndpoint } from '../apiserver/api-endpoint.ts';
import { imageCatalogue } from './catalogue.ts';
import type { Image } from './image.ts';
import { parseImageReference } from './image-reference.ts';
import { systemImages } from './system-images.ts';

export type ImageLookup =
  | { readonly kind: 'present'; readonly image: Image }
  | { readonly kind: 'absent'; readonly fault: string }
  | { readonly kind: 'invalid'; readonly fault: string };

/** The images that a node has. All of the catalogue is there from the start, as on our kind nodes. */
export interface NodeImages {
  lookUp(image: string): ImageLookup;
  /** Asks the registry: whatever is not in the catalogue does not exist. `fault` is the runtime's error. */
  pull(image: string): ImageLookup;
  /** Those of the catalogue. */
  list(): readonly Image[];
}

/** The catalogue as a node's images. */
export const nodeImages: NodeImages = { lookUp, pull: lookUp, list: () => imageCatalogue };

/** Image files are made once per cluster, and shared by all containers (copy on write). */
export function createImageFiles(kernel: Kernel, api: ApiEndpoint): (image: Image) => Volume {
  const made = new Map<string, Volume>();
  return (image) => {
    const known = made.get(image.name);
    if (known) return known;
    const files = kernel.createVolume();
    image.fill(files, api);
    made.set(image.name, files);
    return files;
  };
}

/** The catalogue does not change, and most containers have the image of another. */
const known = new Map<string, ImageLookup>();
const mostKnown = 200;

function lookUp(text: string): ImageLookup {
  let found = known.get(text);
  if (!found) {
    if (known.size >= mostKnown) known.clear();
    known.set(text, (found = search(text)));
  }
  return found;
}

function search(text: string): ImageLookup {
  const reference = parseImageReference(text);
  if ('invalid' in reference) return { kind: 'invalid', fault: reference.invalid };
  const full = reference.digest ? `${reference.name}@${reference.digest}` : `${reference.name}:${reference.tag}`;
  const image = [...imageCatalogue, ...systemImages].find(({ name }) => name === full);
  if (image) return { kind: 'present', image };
  const fault =
    `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": failed to resolve reference ` +
    `"${full}": ${full}: not found`;
  return { kind: 'absent', fault };
}
