import Link from '@docusaurus/Link';
import definitions from '@generated/podlab-glossary/default/definitions.json';
import Heading from '@theme/Heading';
import { Fragment, type ReactNode } from 'react';

/** The definitions that a page uses. @param ids of terms, in the order of the numbers on paper */
export function TermList({ ids }: { readonly ids: readonly string[] }): ReactNode {
  return (
    <>
      <Heading as="h2" id="gl-h">
        Terms on this page
      </Heading>
      <dl>
        {definitions
          .filter(({ id }) => ids.includes(id))
          .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
          .map(({ id, term, long, short }) => (
            <Fragment key={id}>
              <dt>
                <dfn>
                  <Link to={`/glossary#${id}`}>{term}</Link>
                </dfn>
                {long !== undefined && ` (${long})`}
              </dt>
              <dd id={`gl-${id}`}>{short}</dd>
            </Fragment>
          ))}
      </dl>
    </>
  );
}
