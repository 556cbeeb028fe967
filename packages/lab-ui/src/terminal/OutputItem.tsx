import { memo, type ReactNode } from 'react';
import { useLab } from '../lab/lab-context.ts';
import type { OutputBlock, OutputLine } from './output-buffer.ts';
import { PrintedTables } from './PrintedTables.tsx';
import { isTableHeader, parseTables } from './tables.ts';
import styles from './terminal.module.css';
import { outputText, type TerminalItem } from './terminal-session.ts';

export interface OutputItemProps {
  readonly item: TerminalItem;
  readonly isTable: boolean;
  readonly endsInPrompt: boolean;
}

/** A command and its output. Drawn again only when it has changed. */
export const OutputItem = memo(function OutputItem({ item, isTable, endsInPrompt }: OutputItemProps) {
  const { markWords } = useLab();
  const { prompt, command, output, exitCode } = item;
  const tables = isTable && exitCode === 0 ? parseTables(outputText(item)) : undefined;
  const failed = exitCode !== undefined && exitCode !== 0;
  return (
    <li className={styles['item']}>
      <div className={styles['command']}>
        <span className={styles['prompt']} aria-hidden="true">
          {prompt}
        </span>
        <span className={styles['typed']}>{command}</span>
        {failed ? <span className={styles['exit']}>exit {exitCode}</span> : null}
      </div>
      {output.dropped > 0 ? <div className={styles['dropped']}>{output.dropped} lines above are gone.</div> : null}
      {tables ? (
        <PrintedTables tables={tables} command={command} />
      ) : (
        <Blocks isWide={isTableHeader(firstLine(item))} command={command}>
          {output.blocks.map((block, index) => (
            <Block
              key={block.id}
              block={block}
              withoutLast={endsInPrompt && index === output.blocks.length - 1}
              markWords={exitCode === undefined ? undefined : markWords}
            />
          ))}
        </Blocks>
      )}
    </li>
  );
});

function firstLine({ output }: TerminalItem): string {
  return output.blocks[0]?.lines[0]?.map(({ text }) => text).join('') ?? '';
}

/** Columns stay under each other: a table that is too wide is moved sideways, everything else is wrapped. */
function Blocks({
  isWide,
  command,
  children,
}: {
  readonly isWide: boolean;
  readonly command: string;
  readonly children: ReactNode;
}) {
  if (!isWide) return <div>{children}</div>;
  return (
    // It scrolls, and must do so by keyboard.
    <div className={styles['wide']} role="group" aria-label={`Output of ${command}`} tabIndex={0}>
      {children}
    </div>
  );
}

interface BlockProps {
  readonly block: OutputBlock;
  readonly withoutLast: boolean;
  readonly markWords: ((text: string) => ReactNode) | undefined;
}

const Block = memo(function Block({ block, withoutLast, markWords }: BlockProps) {
  const lines = withoutLast ? block.lines.slice(0, -1) : block.lines;
  return (
    <div className={styles['output']}>
      {lines.map((line, index) => (
        <div key={index} className={styles['line']}>
          <Line line={line} markWords={markWords} />
        </div>
      ))}
    </div>
  );
});

/** A line of styled text. An empty one keeps its height. */
export function Line({ line, markWords }: { readonly line: OutputLine; readonly markWords?: BlockProps['markWords'] }) {
  if (line.length === 0) return '\u200b';
  return line.map(({ text, style }, index) => {
    const words = markWords ? markWords(text) : text;
    if (style === '') return <span key={index}>{words}</span>;
    const names = style.split(' ').map((name) => styles[`sgr-${name}`] ?? '');
    return (
      <span key={index} className={names.join(' ')}>
        {words}
      </span>
    );
  });
}
