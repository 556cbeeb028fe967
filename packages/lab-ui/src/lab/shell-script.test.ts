import { expect, it } from 'vitest';
import { writeShellScript } from './shell-script.ts';

it('writes what worked as commands and what failed as comments', () => {
  const script = writeShellScript({
    lab: { id: 'one', title: 'One' },
    done: [
      { line: 'kubectl get pods', exitCode: 0 },
      { line: 'check', exitCode: 0 },
      { line: 'kubectl apply -f - <<EOF\nkind: Pod\nEOF', exitCode: 1 },
      { line: '', exitCode: 0 },
      { line: 'kubectl delete pod web', exitCode: 0 },
    ],
  });
  expect(script.startsWith('#!/bin/sh\n# One\n')).toBe(true);
  expect(script).toContain('pnpm@12 run lab one --engine kind');
  expect(script.split('\n\n')[1]).toBe(`kubectl get pods
# ended with exit code 1:
# kubectl apply -f - <<EOF
# kind: Pod
# EOF
kubectl delete pod web
`);
});
