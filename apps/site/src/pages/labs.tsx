import Layout from '@theme/Layout';
import type { ReactNode } from 'react';
import { LabCard } from '../lab/LabCard.tsx';
import { allLabs } from '../lab/lab-list.ts';

export default function LabsPage(): ReactNode {
  return (
    <Layout title="Labs" description="Exercises on a living cluster, graded for what really happened to its Pods.">
      <main id="main" className="page narrow">
        <h1>Labs</h1>
        <p className="promise">
          Each lab gives you a running cluster and a task. It is graded for what really happened to the Pods, not for
          the commands you typed.
        </p>
        <ul className="lab-list">
          {allLabs.map(({ id }) => (
            <li key={id}>
              <LabCard id={id} />
            </li>
          ))}
        </ul>
      </main>
    </Layout>
  );
}
