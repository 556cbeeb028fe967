import Link from '@docusaurus/Link';
import { Fragment, type ReactNode } from 'react';
import type { Entry, Named, PageUse } from './glossary-page-data.ts';
import styles from './glossary-page.module.css';

const groups = [
  { relation: 'explained', title: 'Explained in' },
  { relation: 'practised', title: 'Practised in' },
  { relation: 'mentioned', title: 'Mentioned in' },
] as const;

/** A term with all we say about it. The sentence is also what the page's bubbles show. */
export function GlossaryEntry({ entry, hidden }: { readonly entry: Entry; readonly hidden: boolean }): ReactNode {
  const { id, term, long, aliases, since, source } = entry;
  return (
    <article id={id} className={styles.entry} hidden={hidden}>
      <h2>
        <dfn>{term}</dfn>
        {long !== undefined && <span className={styles.long}> {long}</span>}
      </h2>
      <p id={`gl-${id}`} className={styles.short}>
        {entry.short}
      </p>
      {/* Made from our own Markdown when the site was built. */}
      {entry.html !== '' && <div className={styles.text} dangerouslySetInnerHTML={{ __html: entry.html }} />}
      <dl className={styles.facts}>
        {entry.contrast.map((other) => (
          <Fact key={other.id} name="Not the same">
            <TermLink {...other} />: {other.say}.
          </Fact>
        ))}
        {aliases.length > 0 && <Fact name="Also">{aliases.join(', ')}</Fact>}
        {since !== undefined && (
          <Fact name="Since">{`Kubernetes ${since.k8s}${since.note ? ` (${since.note})` : ''}`}</Fact>
        )}
        {entry.see.length > 0 && (
          <Fact name="See also">{commas(entry.see.map((other) => <TermLink key={other.id} {...other} />))}</Fact>
        )}
        {groups.map(({ relation, title }) => {
          const uses = entry.uses.filter((use) => use.relation === relation);
          return (
            uses.length > 0 && (
              <Fact key={relation} name={title}>
                {commas(uses.map((use) => <UseLink key={use.url} {...use} />))}
              </Fact>
            )
          );
        })}
        {source !== undefined && (
          <Fact name="Read on">
            <a href={source}>kubernetes.io</a>
          </Fact>
        )}
      </dl>
    </article>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TermLink({ id, term }: Named): ReactNode {
  return <a href={`#${id}`}>{term}</a>;
}

function UseLink({ url, title }: PageUse): ReactNode {
  if (url === '') return title;
  return (
    <Link to={url} autoAddBaseUrl={false}>
      {title}
    </Link>
  );
}

function commas(items: readonly ReactNode[]): ReactNode {
  return items.map((item, i) => (
    // The list of an entry never changes.
    <Fragment key={i}>
      {i > 0 && ', '}
      {item}
    </Fragment>
  ));
}
