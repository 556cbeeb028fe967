import { join } from 'node:path';
import type { Plugin } from '@docusaurus/types';

/**
 * Leaves out what theme-classic brings into every page and we do not use: Infima (our own css says all of it), and Prism
 * (code is highlighted when the page is built; see src/highlight).
 */
export default function leanTheme(): Plugin {
  const empty = join(__dirname, 'nothing.js');
  return {
    name: 'podlab-lean-theme',
    configureWebpack(_config, isServer, { currentBundler }) {
      const { NormalModuleReplacementPlugin } = currentBundler.instance;
      return {
        plugins: [
          new NormalModuleReplacementPlugin(/infima[\\/]dist[\\/]css/, empty),
          new NormalModuleReplacementPlugin(/prism-include-languages/, empty),
        ],
        resolve: {
          alias: {
            '@podlab-site/highlighter$': join(
              __dirname,
              `../../src/highlight/highlight-${isServer ? 'now' : 'in-browser'}.ts`,
            ),
          },
        },
      };
    },
  };
}
