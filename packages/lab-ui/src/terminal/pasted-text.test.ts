import { expect, it } from 'vitest';
import { withoutPrompts } from './pasted-text.ts';

it.each([
  ['a prompt and a command', '$ kubectl get pods', 'kubectl get pods'],
  ['two of them', '$ kubectl get pods\n$ kubectl get nodes\n', 'kubectl get pods\nkubectl get nodes\n'],
  ['blanks before it', '  $ ls', 'ls'],
  ['a variable', '$HOME/run', '$HOME/run'],
  ['a dollar within the line', 'echo a $ b', 'echo a $ b'],
  ['a command as it is', 'kubectl get pods', 'kubectl get pods'],
])('%s', (_name, pasted, typed) => {
  expect(withoutPrompts(pasted)).toBe(typed);
});
