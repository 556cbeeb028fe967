/** How much of a command's output is spoken. */
const spokenCharacters = 600;

/** What a screen reader says when a command has ended. */
export function sayOutput(output: string, exitCode: number): string {
  const text = output.trim();
  const ended = exitCode === 0 ? '' : `Exit code ${exitCode}. `;
  if (text === '') return exitCode === 0 ? 'Done, no output.' : `${ended}No output.`;
  return ended + shorten(text);
}

/**
 * What a screen reader says of a container's terminal that has printed more. The line that the learner typed on was
 * spoken key by key, so what comes after it is said.
 * @param before all that was printed when something was said last
 */
export function sayPrinted(before: string, now: string): string {
  const isLonger = now.startsWith(before);
  const fresh = isLonger ? now.slice(before.length) : now;
  const typed = isLonger ? fresh.indexOf('\n') + 1 : 0;
  return isLonger && typed === 0 && before !== '' ? '' : shorten(fresh.slice(typed).trim());
}

function shorten(text: string): string {
  if (text.length <= spokenCharacters) return text;
  return `${text.slice(0, spokenCharacters)} … output truncated for speech.`;
}
