import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import type { ReactNode } from 'react';

export default function FrontPage(): ReactNode {
  return (
    <Layout description="Learn Kubernetes Pods by doing.">
      <main id="main" className="page">
        <h1>Learn Pods by doing</h1>
        <Link to="/concepts">The course</Link>
      </main>
    </Layout>
  );
}
