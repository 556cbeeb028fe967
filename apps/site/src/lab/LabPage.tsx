import { useDoc } from '@docusaurus/plugin-content-docs/client';
import { MDXProvider } from '@mdx-js/react';
import MDXContent from '@theme/MDXContent';
import type { ReactNode } from 'react';
import { OnThisPage } from '../components/OnThisPage.tsx';
import { LabPictures } from './LabPictures.tsx';
import { StartLab } from './StartLab.tsx';
import { usePlay } from './use-play.ts';

interface LabFacts {
  readonly labId: string;
  readonly labVersion: number;
  readonly promise: string;
  readonly steps: number;
  readonly nodes: number;
}

/** What remark-lab-pictures.ts puts into the text. */
const inItsText = { LabPictures };

/** A lab: complete to read without JavaScript; started, it is played above what is left of the page. */
export function LabPage({ children }: { readonly children: ReactNode }): ReactNode {
  const { metadata, frontMatter } = useDoc();
  const { labId, labVersion, promise, steps, nodes } = frontMatter as unknown as LabFacts;
  const control = usePlay(labId);
  const { play } = control;
  return (
    <main
      id="main"
      className={play.stage === 'playing' ? 'doc lab lab-playing' : 'doc lab'}
      data-lab-on-paper={`lab ${labId}, version ${labVersion}`}
    >
      {play.stage === 'playing' && play.lab}
      <article className="prose">
        <header className="doc-head">
          <h1>{metadata.title}</h1>
          <p className="promise">{promise}</p>
          <ul className="meta">
            <li>
              Lab<span className="paper-only">, version {labVersion}</span>
            </li>
            <li>
              {steps} {steps === 1 ? 'step' : 'steps'}
            </li>
            <li>
              {nodes} {nodes === 1 ? 'node' : 'nodes'}
            </li>
            <li>
              <code>pnpm lab {labId}</code>
            </li>
          </ul>
          {play.stage !== 'playing' && <StartLab {...control} />}
        </header>
        <MDXContent>
          <MDXProvider components={inItsText}>{children}</MDXProvider>
        </MDXContent>
      </article>
      <aside className="doc-side">
        <OnThisPage deepest={2} />
      </aside>
    </main>
  );
}
