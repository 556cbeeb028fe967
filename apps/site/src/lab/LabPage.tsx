import { useDoc } from '@docusaurus/plugin-content-docs/client';
import MDXContent from '@theme/MDXContent';
import type { ReactNode } from 'react';
import { OnThisPage } from '../components/OnThisPage.tsx';
import { Demo } from '../island/Demo.tsx';
import { StartLab } from './StartLab.tsx';
import { usePlay } from './use-play.ts';

interface LabFacts {
  readonly labId: string;
  readonly labVersion: number;
  readonly promise: string;
  readonly steps: number;
  readonly nodes: number;
}

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
          <div className="lab-pictures">
            <figure>
              <figcaption>The cluster at the start</figcaption>
              <Demo name="LabPicture" props={{ lab: labId, moment: 'start', label: 'The cluster at the start' }} />
            </figure>
            <figure>
              <figcaption>After a solution</figcaption>
              <Demo name="LabPicture" props={{ lab: labId, moment: 'goal', label: 'The cluster after a solution' }} />
            </figure>
          </div>
        </header>
        <MDXContent>{children}</MDXContent>
      </article>
      <aside className="doc-side">
        <OnThisPage deepest={2} />
      </aside>
    </main>
  );
}
