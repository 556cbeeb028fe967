import { findOutputWords, type OutputWord } from '@podlab/glossary';
import { Fragment, type ReactNode } from 'react';

/** Marks what the glossary explains in output and manifests; F1 opens it. */
export function markWords(text: string, words: readonly OutputWord[]): ReactNode {
  if (!/[A-Za-z]/.test(text)) return text;
  const lines = text.split('\n');
  const marked = lines.map((line) => markLine(line, words));
  if (marked.every((line) => typeof line === 'string')) return text;
  return marked.map((line, index) => (
    <Fragment key={index}>
      {index > 0 && '\n'}
      {line}
    </Fragment>
  ));
}

function markLine(line: string, words: readonly OutputWord[]): ReactNode {
  const found = findOutputWords(line, words);
  if (found.length === 0) return line;
  return found.map(({ id, start, end }, index) => (
    <Fragment key={start}>
      {line.slice(found[index - 1]?.end ?? 0, start)}
      <span className="gl-token" data-gl={id}>
        {line.slice(start, end)}
      </span>
      {index === found.length - 1 && line.slice(end)}
    </Fragment>
  ));
}
