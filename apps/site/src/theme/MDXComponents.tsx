import Head from '@docusaurus/Head';
import Link from '@docusaurus/Link';
import CodeBlock from '@theme/CodeBlock';
import { TermsUsed } from '@podlab-site/terms-used';
import Heading from '@theme/Heading';
import type { ComponentProps, ReactNode } from 'react';
import { demoComponents } from '../island/demo-components.tsx';
import { LabCard } from '../lab/LabCard.tsx';
import { LiveCode } from '../live/LiveCode.tsx';
import { Belief } from '../teaching/Belief.tsx';
import { Predict } from '../teaching/Predict.tsx';
import { Question, SelfCheck } from '../teaching/SelfCheck.tsx';

/** What pages may use without importing it. */
const components = {
  Head,
  a: (props: ComponentProps<typeof Link>) => <Link {...props} />,
  code: CodeOrBlock,
  pre: ({ children }: { readonly children: ReactNode }) => <>{children}</>,
  ...headings(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']),
  table: Table,
  Belief,
  LabCard,
  Predict,
  Question,
  SelfCheck,
  LiveCode,
  TermsUsed,
  ...demoComponents,
};

export default components;

type HeadingTag = ComponentProps<typeof Heading>['as'];

function headings(tags: readonly HeadingTag[]) {
  return Object.fromEntries(
    tags.map((as) => [as, (props: Omit<ComponentProps<typeof Heading>, 'as'>) => <Heading as={as} {...props} />]),
  );
}

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
