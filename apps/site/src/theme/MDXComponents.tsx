import Head from '@docusaurus/Head';
import Link from '@docusaurus/Link';
import Admonition from '@theme/Admonition';
import CodeBlock from '@theme/CodeBlock';
import Heading from '@theme/Heading';
import type { ComponentProps, ReactNode } from 'react';
import { Course } from '../components/Course.tsx';
import { demoComponents } from '../island/demo-components.tsx';
import { LabCard } from '../lab/LabCard.tsx';
import { LiveCode } from '../live/LiveCode.tsx';
import { Belief } from '../teaching/Belief.tsx';
import { Predict } from '../teaching/Predict.tsx';
import { Question, SelfCheck } from '../teaching/SelfCheck.tsx';

type HeadingProps = Omit<ComponentProps<typeof Heading>, 'as'>;

/** What pages may use without importing it. */
const components = {
  Head,
  a: (props: ComponentProps<typeof Link>) => <Link {...props} />,
  admonition: Admonition,
  code: CodeOrBlock,
  pre: ({ children }: { readonly children: ReactNode }) => <>{children}</>,
  h1: (props: HeadingProps) => <Heading as="h1" {...props} />,
  h2: (props: HeadingProps) => <Heading as="h2" {...props} />,
  h3: (props: HeadingProps) => <Heading as="h3" {...props} />,
  h4: (props: HeadingProps) => <Heading as="h4" {...props} />,
  h5: (props: HeadingProps) => <Heading as="h5" {...props} />,
  h6: (props: HeadingProps) => <Heading as="h6" {...props} />,
  table: Table,
  Belief,
  Course,
  LabCard,
  Predict,
  Question,
  SelfCheck,
  LiveCode,
  ...demoComponents,
};

export default components;

/** MDX writes a fence as `pre > code`, and inline code as `code`: only a fence has a line break at its end. */
function CodeOrBlock(props: ComponentProps<typeof CodeBlock>): ReactNode {
  const fenced = typeof props.children === 'string' && props.children.includes('\n');
  return fenced ? <CodeBlock {...props} /> : <code>{props.children}</code>;
}

/** A wide table scrolls by itself, so that the page does not. */
function Table(props: ComponentProps<'table'>): ReactNode {
  return (
    // A box that scrolls must be reachable by keyboard.
    <div className="table" tabIndex={0} role="group" aria-label="Table">
      <table {...props} />
    </div>
  );
}
