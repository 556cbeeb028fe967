import useBrokenLinks from '@docusaurus/useBrokenLinks';
import Layout from '@theme/Layout';
import { type ReactNode, useEffect, useState } from 'react';
import { DefinitionSetting } from './DefinitionSetting.tsx';
import { matchesFilter, type TermFilter } from './filter-entries.ts';
import { GlossaryEntry } from './GlossaryEntry.tsx';
import { GlossaryFilter } from './GlossaryFilter.tsx';
import type { GlossaryPageData } from './glossary-page-data.ts';
import styles from './glossary-page.module.css';

const everything: TermFilter = { text: '', tag: undefined };

export default function GlossaryPage({ data }: { readonly data: GlossaryPageData }): ReactNode {
  const { collectAnchor } = useBrokenLinks();
  const [filter, setFilter] = useState(everything);
  for (const { id } of data.entries) collectAnchor(id);
  useEffect(() => {
    // A link to a term must find it, also when the filter hides it.
    const showAll = () => setFilter(everything);
    addEventListener('hashchange', showAll);
    return () => removeEventListener('hashchange', showAll);
  }, []);
  const shown = new Set(data.entries.filter((entry) => matchesFilter(entry, filter)));
  return (
    <Layout
      title="Glossary"
      description="The words of Kubernetes Pods, each in one sentence, with what people get wrong."
    >
      <main id="main" className={styles.page}>
        <header className={styles.head}>
          <h1>Glossary</h1>
          <p className="promise">
            Each word in one sentence, then what people get wrong about it, and where it is used.
          </p>
        </header>
        <GlossaryFilter
          tags={data.tags}
          filter={filter}
          shown={shown.size}
          of={data.entries.length}
          onChange={setFilter}
        />
        <div>
          {data.entries.map((entry) => (
            <GlossaryEntry key={entry.id} entry={entry} hidden={!shown.has(entry)} />
          ))}
        </div>
        <DefinitionSetting />
      </main>
    </Layout>
  );
}
