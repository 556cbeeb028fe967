import { memo, type ReactNode } from 'react';

/** A word of a glossary in a line, from `start` to before `end`. */
export interface MarkedWord {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Makes what `LabPage` marks words with: each is a `gl-token` that the site's glossary explains on hover and F1.
 * @param find finds the words of one line, in order, not overlapping: `findOutputWords` of the glossary
 */
export function createWordMarker(find: (line: string) => readonly MarkedWord[]): (text: string) => ReactNode {
  return (text) => <MarkedWords text={text} find={find} />;
}

interface MarkedWordsProps {
  readonly text: string;
  readonly find: (line: string) => readonly MarkedWord[];
}

const MarkedWords = memo(function MarkedWords({ text, find }: MarkedWordsProps) {
  return text.split('\n').map((line, index) => [index === 0 ? '' : '\n', ...markLine(line, find(line))]);
});

function markLine(line: string, words: readonly MarkedWord[]): readonly ReactNode[] {
  const parts = words.flatMap(({ id, start, end }, index) => [
    line.slice(words[index - 1]?.end ?? 0, start),
    <span key={start} className="gl-token" data-gl={id}>
      {line.slice(start, end)}
    </span>,
  ]);
  return [...parts, line.slice(words.at(-1)?.end ?? 0)];
}
