import Layout from '@theme/Layout';
import Head from '@docusaurus/Head';
import { useLocation } from '@docusaurus/router';
import useIsBrowser from '@docusaurus/useIsBrowser';
import type { ReactNode } from 'react';
import { SearchBox } from '../search/SearchBox.tsx';

export default function SearchPage(): ReactNode {
  const { search } = useLocation();
  const inBrowser = useIsBrowser();
  return (
    <Layout title="Search" description="Search the course, the labs and the glossary.">
      <Head>
        <meta name="robots" content="noindex" />
      </Head>
      <main id="main" className="page narrow">
        <h1>Search</h1>
        <noscript>
          <p>
            Search runs in your browser and needs JavaScript. The course, the labs and the glossary are lists as well.
          </p>
        </noscript>
        {inBrowser && <SearchBox initial={new URLSearchParams(search).get('q') ?? ''} />}
      </main>
    </Layout>
  );
}
