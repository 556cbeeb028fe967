import type { ReactNode } from 'react';
import { KeepOffline } from '../offline/KeepOffline.tsx';

export default function Footer(): ReactNode {
  return (
    <footer className="bottom">
      <p>
        Podlab teaches Kubernetes Pods by doing. Its words, pictures and code are free under Apache-2.0. This site sends
        nothing to anybody: what you read and solve stays in your browser.
      </p>
      <KeepOffline />
    </footer>
  );
}
