import pictures from '@site/.generated/front.json';
import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';
import { ClusterPictureView } from '@podlab/lab-ui';
import type { ReactNode } from 'react';
import { CopyButton } from '../components/CopyButton.tsx';

const lab = 'replaced-not-restarted';
const own = `npx -y pnpm@12 lab ${lab}`;

export default function FrontPage(): ReactNode {
  return (
    <Layout
      title="Learn Kubernetes Pods by doing"
      description="Short pages with a cluster in them, and labs graded for what really happened."
    >
      <main id="main" className="page front">
        <header className="front-head">
          <h1>See what really happens to a Pod</h1>
          <p className="promise">
            Podlab teaches Kubernetes Pods by doing. You predict, you act on a cluster, and you are graded for what
            became of its Pods.
          </p>
          <p className="front-ways">
            <Link className="button" to="/concepts">
              Start the course
            </Link>
            <Link className="button quiet" to="/labs/replaced-not-restarted">
              Open a lab
            </Link>
          </p>
        </header>
        <div className="front-pictures">
          <figure>
            <figcaption>
              <h2>A container restarted</h2>
              <p>
                After <code>kubectl exec … -- kill 1</code>. One Pod has a notch: a new container, the same Pod, the
                same UID.
              </p>
            </figcaption>
            <ClusterPictureView
              picture={pictures.restarted}
              label="Three Pods; in one of them the container was restarted"
              switchable={false}
            />
          </figure>
          <figure>
            <figcaption>
              <h2>A Pod was replaced</h2>
              <p>
                After <code>kubectl delete pod …</code>. One Pod wears other marks: another UID. The old one is gone and
                does not come back.
              </p>
            </figcaption>
            <ClusterPictureView
              picture={pictures.replaced}
              label="The same Deployment; one Pod was replaced by another"
              switchable={false}
            />
          </figure>
        </div>
        <div className="front-parts">
          <section>
            <h2>Pages that ask first</h2>
            <p>
              Each <Link to="/concepts">concept page</Link> takes a few minutes: a question, what is true, what people
              believe instead, and how to see it yourself.
            </p>
          </section>
          <section>
            <h2>Labs that watch the Pods</h2>
            <p>
              A <Link to="/labs">lab</Link> records every version of every Pod. It knows a restart from a replacement,
              and a lucky moment from a fix.
            </p>
          </section>
          <section>
            <h2>On your machine too</h2>
            <p>The same labs in your terminal, on kind or without Docker:</p>
            <div className="code-block">
              <pre className="code wraps" tabIndex={0} role="group" aria-label="Commands">
                <code>
                  {`npx -y pnpm@12 lab `}
                  <span className="whole">{lab}</span>
                </code>
              </pre>
              <CopyButton text={own} label="the command" />
            </div>
          </section>
        </div>
      </main>
    </Layout>
  );
}
