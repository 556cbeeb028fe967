import type { Config } from '@docusaurus/types';
import type { Options as DocsOptions } from '@docusaurus/plugin-content-docs';
import { join } from 'node:path';
import { courseSidebar } from './course-sidebar.ts';
import { checkedFrontMatter } from './plugins/concept-pages/checked-front-matter.ts';
import { courseOrder } from './plugins/concept-pages/course-order.ts';
import { createSiteGlossary } from './plugins/glossary/glossary.ts';
import { remarkLabPictures } from './plugins/lab-pictures/remark-lab-pictures.ts';
import { remarkLiveCode } from './plugins/live-code/remark-live-code.ts';

/** tools/build.ts sets both to words that it replaces afterwards. */
const origin = process.env['PODLAB_ORIGIN'] ?? 'http://localhost';
const base = process.env['PODLAB_BASE'] ?? '/';

const glossary = createSiteGlossary({
  root: join(__dirname, '../..'),
  labPath: (id) => `labs/${id}/`,
  isReportWanted: process.env['PODLAB_GLOSSARY'] === 'report',
});

const docs: DocsOptions = {
  path: '../../docs',
  routeBasePath: '/',
  include: ['concepts/**/*.{md,mdx}'],
  sidebarPath: './sidebars.ts',
  sidebarItemsGenerator: courseSidebar,
  // Pages have parts of their own for what an admonition says: Belief, Predict, Question.
  admonitions: false,
  remarkPlugins: [glossary.remark, remarkLiveCode],
};

/** The pages that prepare/ has written from labs/. */
const labs: DocsOptions = {
  id: 'labs',
  path: '.generated/labs',
  routeBasePath: 'labs',
  sidebarPath: false,
  docItemComponent: '@site/src/lab/LabItem.tsx',
  admonitions: false,
  remarkPlugins: [glossary.remark, remarkLabPictures],
};

/** The index is loaded when the reader searches; definitions count on the glossary's own page only. */
const search = {
  indexBlog: false,
  docsRouteBasePath: ['/concepts', '/labs'],
  docsDir: ['../../docs/concepts', '.generated/labs'],
  hashed: 'filename',
  // A demo's words are the names, UIDs and times of one run; of the choices of a question most are wrong.
  ignoreCssSelectors: [
    '.gl-used',
    '.course-pages',
    '.demo',
    '.live-code',
    '.code-block',
    '.choice',
    '.lab-card',
    '.meta',
    '.prev-next',
    '.page-end',
  ],
};

/** What a word means, for those who read without the page: one line a term, from the glossary's own files. */
const words = glossary
  .read()
  .terms.map(({ id, term, short }) => `- [${term}](${base}glossary/#${id}): ${short}`)
  .join('\n');

const llms = {
  docsDir: [
    { path: '../../docs/concepts', routeBasePath: 'concepts', label: 'Concepts' },
    { path: '.generated/labs', routeBasePath: 'labs', label: 'Labs' },
  ],
  title: 'Podlab',
  description: 'Learn Kubernetes Pods by doing: concept pages, a glossary, and labs on a living cluster.',
  rootContent: `## Glossary\n\n${words}`,
  fullRootContent: `# Glossary\n\n${words}`,
  includeOrder: courseOrder(join(__dirname, '../../docs/concepts')),
  // Their attributes are text of the page: what is asked, and what people believe.
  preserveComponents: ['Predict', 'Belief', 'Question'],
};

const config: Config = {
  title: 'Podlab',
  tagline: 'Learn Kubernetes Pods by doing',
  url: origin,
  baseUrl: base,
  trailingSlash: true,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  markdown: {
    format: 'detect',
    preprocessor: glossary.preprocessor,
    parseFrontMatter: checkedFrontMatter(join(__dirname, '../..')),
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
  },
  favicon: 'favicon.svg',
  // It is a script that names the base URL, which our policy for scripts would have to allow by its hash.
  baseUrlIssueBanner: false,
  headTags: [
    { tagName: 'link', attributes: { rel: 'manifest', href: `${base}manifest.webmanifest` } },
    { tagName: 'link', attributes: { rel: 'apple-touch-icon', href: `${base}icon-180.png` } },
    {
      tagName: 'meta',
      attributes: { name: 'theme-color', content: '#fbfaf6', media: '(prefers-color-scheme: light)' },
    },
    { tagName: 'meta', attributes: { name: 'theme-color', content: '#131512', media: '(prefers-color-scheme: dark)' } },
  ],
  future: {
    v4: true,
    faster: {
      // With what an earlier build had kept, a build stood still for ever.
      rspackPersistentCache: false,
      // No page says when it was changed last.
      gitEagerVcs: false,
    },
  },
  plugins: [
    './plugins/lean-theme/lean-theme.ts',
    './plugins/fonts/fonts.ts',
    './plugins/content-policy/content-policy.ts',
    ['@docusaurus/plugin-content-docs', docs],
    ['@docusaurus/plugin-content-docs', labs],
    glossary.plugin,
    '@docusaurus/plugin-content-pages',
    ['@docusaurus/plugin-sitemap', { ignorePatterns: ['/**/search/'] }],
    ['docusaurus-plugin-llms', llms],
  ],
  themes: [
    [
      '@docusaurus/theme-classic',
      {
        customCss: [
          require.resolve('@podlab/lab-ui/look.css'),
          './src/css/base.css',
          './src/css/site.css',
          './src/css/frame.css',
          './src/css/prose.css',
          './src/css/code.css',
          './src/css/teaching.css',
          './src/css/lab.css',
          './src/css/search.css',
          './src/css/front.css',
          './src/css/print.css',
        ],
      },
    ],
    ['@easyops-cn/docusaurus-search-local', search],
  ],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
  },
};

export default config;
