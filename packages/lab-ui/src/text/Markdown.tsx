import { Fragment, useMemo } from 'react';
import { LabLink } from './LabLink.tsx';
import styles from './markdown.module.css';
import { type Inline, isCommand, parseInline, parseMarkdown } from './markdown.ts';

export interface MarkdownProps {
  readonly text: string;
  /** Puts a command into the terminal; left out: commands are text. */
  readonly onCommand?: ((command: string) => void) | undefined;
}

/** A lab's Markdown. Commands are buttons that put them into the terminal. */
export function Markdown({ text, onCommand }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className={styles['markdown']}>
      {blocks.map((block, index) => {
        if (block.kind === 'code') return <CodeBlock key={index} text={block.text} onCommand={onCommand} />;
        if (block.kind === 'heading') return <h4 key={index}>{renderInline(block.spans, onCommand)}</h4>;
        if (block.kind === 'paragraph') return <p key={index}>{renderInline(block.spans, onCommand)}</p>;
        const List = block.ordered ? 'ol' : 'ul';
        return (
          <List key={index}>
            {block.items.map((spans, at) => (
              <li key={at}>{renderInline(spans, onCommand)}</li>
            ))}
          </List>
        );
      })}
    </div>
  );
}

/** A sentence with code in it, such as what a check found. */
export function InlineMarkdown({ text, onCommand }: MarkdownProps) {
  const spans = useMemo(() => parseInline(text), [text]);
  return <>{renderInline(spans, onCommand)}</>;
}

function renderInline(spans: readonly Inline[], onCommand: MarkdownProps['onCommand']) {
  return spans.map((span, index) => {
    if (span.kind === 'code') return <Code key={index} text={span.text} onCommand={onCommand} />;
    if (span.kind === 'strong') return <strong key={index}>{renderInline(span.spans, onCommand)}</strong>;
    if (span.kind === 'emphasis') return <em key={index}>{renderInline(span.spans, onCommand)}</em>;
    if (span.kind === 'link') {
      return (
        <LabLink key={index} href={span.href}>
          {renderInline(span.spans, onCommand)}
        </LabLink>
      );
    }
    return <Fragment key={index}>{span.text}</Fragment>;
  });
}

function Code({ text, onCommand }: MarkdownProps) {
  if (!onCommand || !isCommand(text)) return <code>{text}</code>;
  return <CommandButton command={text} onCommand={onCommand} />;
}

/** A command to look or work with: a click puts it into the terminal, and Enter runs it there. */
export function CommandButton({
  command,
  onCommand,
}: {
  readonly command: string;
  readonly onCommand: (command: string) => void;
}) {
  return (
    <button
      type="button"
      className={styles['command']}
      title="Put it into the terminal"
      onClick={() => onCommand(command)}
    >
      <code>{command}</code>
      <span className={styles['hidden']}>, put it into the terminal</span>
    </button>
  );
}

function CodeBlock({ text, onCommand }: MarkdownProps) {
  const lines = text.split('\n');
  if (!onCommand || !lines.every(isCommand)) {
    return (
      // Wide code scrolls, and must do so by keyboard.
      <pre tabIndex={0} role="group" aria-label="Code">
        <code>{text}</code>
      </pre>
    );
  }
  return (
    <ul className={styles['commands']}>
      {lines.map((line, index) => (
        <li key={index}>
          <CommandButton command={line} onCommand={onCommand} />
        </li>
      ))}
    </ul>
  );
}
