import { join } from 'node:path';
import type { Plugin } from '@docusaurus/types';

/**
 * Leaves out what Docusaurus brings into every page and we do not use: Infima (our own css says all of it), Prism (code is
 * highlighted when the page is built; see src/highlight), and the loading of every page whose link is in view.
 */
export default function leanTheme(): Plugin {
  const here = (name: string) => join(__dirname, name);
  return {
    name: 'podlab-lean-theme',
    configureWebpack(_config, isServer, { currentBundler }) {
      const { NormalModuleReplacementPlugin } = currentBundler.instance;
      return {
        plugins: [
          new NormalModuleReplacementPlugin(/infima[\\/]dist[\\/]css/, here('nothing.js')),
          new NormalModuleReplacementPlugin(/prism-include-languages/, here('nothing.js')),
          new NormalModuleReplacementPlugin(/^\.\/prefetch$/, here('prefetch-nothing.js')),
        ],
        resolve: {
          alias: {
            '@podlab-site/demo-html$': here(`../../src/island/demo-html-${isServer ? 'now.tsx' : 'later.ts'}`),
            '@podlab-site/terms-used$': here(`../../src/terms/terms-used-${isServer ? 'now' : 'later'}.tsx`),
            '@podlab-site/highlighter$': here(`../../src/highlight/highlight-${isServer ? 'now' : 'in-browser'}.ts`),
          },
        },
      };
    },
  };
}
