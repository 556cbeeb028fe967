/**
 * Breaks lines at blanks so that none is longer than `width`, where words allow; blanks elsewhere stay as they are.
 * @see github.com/mitchellh/go-wordwrap, whose breaks these are
 */
export function wrapWords(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** Puts blanks before every line, empty ones included. */
export function indentLines(text: string, by: number): string {
  const pad = ' '.repeat(by);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

function wrapLine(line: string, width: number): string {
  let wrapped = '';
  let column = 0;
  for (const [, blanks = '', word = ''] of line.matchAll(/(\s*)(\S*)/g)) {
    if (word === '') {
      if (column + blanks.length <= width) wrapped += blanks;
      continue;
    }
    if (column + blanks.length + word.length > width && word.length < width) {
      wrapped += `\n${word}`;
      column = word.length;
    } else {
      wrapped += blanks + word;
      column += blanks.length + word.length;
    }
  }
  return wrapped;
}
