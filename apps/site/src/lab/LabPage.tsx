import { useDoc } from '@docusaurus/plugin-content-docs/client';
import MDXContent from '@theme/MDXContent';
import type { ReactNode } from 'react';
import { OnThisPage } from '../components/OnThisPage.tsx';

interface LabFacts {
  readonly labId: string;
  readonly promise: string;
  readonly steps: number;
  readonly nodes: number;
}

/** A lab as it reads before anything runs, complete without JavaScript. */
export function LabPage({ children }: { readonly children: ReactNode }): ReactNode {
  const { metadata, frontMatter } = useDoc();
  const { labId, promise, steps, nodes } = frontMatter as unknown as LabFacts;
  return (
    <main id="main" className="doc lab">
      <article className="prose">
        <header className="doc-head">
          <h1>{metadata.title}</h1>
          <p className="promise">{promise}</p>
          <ul className="meta">
            <li>Lab</li>
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
        </header>
        <MDXContent>{children}</MDXContent>
      </article>
      <aside className="doc-side">
        <OnThisPage deepest={2} />
      </aside>
    </main>
  );
}
