import ErrorBoundary from '@docusaurus/ErrorBoundary';
import { PageMetadata } from '@docusaurus/theme-common';
import ErrorPageContent from '@theme/ErrorPageContent';
import Footer from '@theme/Footer';
import LayoutProvider from '@theme/Layout/Provider';
import Navbar from '@theme/Navbar';
import { type ComponentProps, type ReactNode, useEffect } from 'react';
import { writePaperFoot } from '../paper/paper-foot.ts';

const sayFault = (fault: ComponentProps<typeof ErrorPageContent>): ReactNode => <ErrorPageContent {...fault} />;

interface Props {
  readonly title?: string;
  readonly description?: string;
  readonly children: ReactNode;
}

export default function Layout({ title, description, children }: Props): ReactNode {
  useEffect(writePaperFoot, []);
  return (
    <LayoutProvider>
      <PageMetadata title={title} description={description} />
      <a className="skip" href="#main">
        Skip to the text
      </a>
      <Navbar />
      <ErrorBoundary fallback={sayFault}>{children}</ErrorBoundary>
      <Footer />
    </LayoutProvider>
  );
}
