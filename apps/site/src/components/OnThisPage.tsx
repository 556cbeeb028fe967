import { useDoc } from '@docusaurus/plugin-content-docs/client';
import type { ReactNode } from 'react';
import { useSectionInView } from './use-section-in-view.ts';

/** The page's sections, with the one that is being read marked. @param deepest the lowest level of heading that is listed */
export function OnThisPage({ deepest = 3 }: { readonly deepest?: 2 | 3 }): ReactNode {
  const toc = useDoc().toc.filter(({ level }) => level <= deepest);
  const here = useSectionInView(toc.map(({ id }) => id));
  if (toc.length === 0) return null;
  return (
    <nav className="toc" aria-labelledby="toc-title">
      <p className="side-title" id="toc-title">
        On this page
      </p>
      <ul>
        {toc.map(({ id, value, level }) => (
          <li key={id} className={`toc-${level}`}>
            {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its text is the HTML below */}
            <a
              href={`#${id}`}
              aria-current={id === here ? 'true' : undefined}
              // Docusaurus made this HTML from our own heading.
              dangerouslySetInnerHTML={{ __html: value }}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}
