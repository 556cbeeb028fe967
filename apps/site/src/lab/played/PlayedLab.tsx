import Link from '@docusaurus/Link';
import { LabPage, type LabLinkProps } from '@podlab/lab-ui';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { markWords } from './mark-words.tsx';
import type { OpenedLab } from './open-lab.ts';
import { useLabWords } from './use-lab-words.ts';

/** A lab being played, with the definitions that its words need and the page does not have already. */
export function PlayedLab({ played, text }: OpenedLab): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { words, definitions } = useLabWords();
  const missing = useMemo(
    () => definitions.filter(({ id }) => document.getElementById(`gl-${id}`) === null),
    [definitions],
  );
  const mark = useCallback((said: string) => markWords(said, words), [words]);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, []);
  return (
    // Some of our words are read only in here, and a key asks for them.
    <div ref={box} className="lab-played" tabIndex={-1} data-gl-scope="">
      <LabPage lab={text} played={played} renderLink={renderLink} markWords={mark} />
      <dl hidden>
        {missing.map(({ id, term, short }) => (
          <div key={id}>
            <dt>
              <Link to={`/glossary#${id}`}>{term}</Link>
            </dt>
            <dd id={`gl-${id}`}>{short}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function renderLink({ href, children }: LabLinkProps): ReactNode {
  const term = /^\/glossary#(.+)$/.exec(href)?.[1];
  if (term === undefined) return <Link to={href}>{children}</Link>;
  return (
    <Link to={href} className="gl" data-gl={term} aria-describedby={`gl-${term}`}>
      {children}
    </Link>
  );
}
