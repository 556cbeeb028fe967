/** How much of a command's output is spoken. */
const spokenCharacters = 600;

/** What a screen reader says when a command has ended. */
export function sayOutput(output: string, exitCode: number): string {
  const text = output.trim();
  const ended = exitCode === 0 ? '' : `Exit code ${exitCode}. `;
  if (text === '') return exitCode === 0 ? 'Done, no output.' : `${ended}No output.`;
  if (text.length <= spokenCharacters) return ended + text;
  return `${ended}${text.slice(0, spokenCharacters)} … output truncated for speech.`;
}
