import { join } from 'node:path';
import type { Plugin } from '@docusaurus/types';

/** The page's side of the Content-Security-Policy that tools/finish writes. */
export default function contentPolicy(): Plugin {
  return {
    name: 'podlab-content-policy',
    getClientModules: () => [join(__dirname, 'client/open-live-code.ts')],
  };
}
