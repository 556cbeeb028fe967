import type { ReactNode } from 'react';
import { Code } from '../components/Code.tsx';
import { ConsoleSession } from '../components/ConsoleSession.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { commandsOf, parseConsole } from '../highlight/console-lines.ts';

interface Props {
  readonly children?: ReactNode;
  readonly className?: string;
  readonly language?: string;
  readonly metastring?: string;
  readonly title?: string;
}

export default function CodeBlock({ children, className, language, metastring, title }: Props): ReactNode {
  const code = textOf(children).replace(/\n$/, '');
  const name = language ?? /(?<=^|\s)language-(\S+)/.exec(className ?? '')?.[1] ?? 'text';
  const heading = (title ?? /\btitle="([^"]*)"/.exec(metastring ?? '')?.[1]) || undefined;
  const session = name === 'console' ? parseConsole(code) : undefined;
  const copied = session === undefined ? code : commandsOf(session);
  return (
    <figure className="code-block" data-language={name}>
      {heading !== undefined && <figcaption>{heading}</figcaption>}
      {session === undefined ? <Code code={code} language={name} /> : <ConsoleSession lines={session} />}
      {copied !== '' && (
        <CopyButton text={copied} label={session === undefined ? (heading ?? 'this code') : 'the commands'} />
      )}
    </figure>
  );
}

function textOf(children: ReactNode): string {
  if (Array.isArray(children)) return children.map(textOf).join('');
  return typeof children === 'string' || typeof children === 'number' ? String(children) : '';
}
