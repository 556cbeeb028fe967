import { expect, it } from 'vitest';
import { needsMore, readsInput } from './needs-more.ts';

it.each<[string, boolean]>([
  ['kubectl get pods', false],
  ['kubectl get pods \\', true],
  ['echo \\\\', false],
  [`echo "it's"`, false],
  ["echo 'one", true],
  ['echo "one', true],
  [String.raw`echo "a \" b"`, false],
  ["echo 'a\nb'", false],
  ['kubectl apply -f - <<EOF', true],
  ['kubectl apply -f - <<EOF\nkind: Pod', true],
  ["kubectl apply -f - <<'EOF'\nname: it's\nEOF", false],
  ['cat <<-END\n\ttext\n\tEND', false],
])('%j asks for more: %s', (text, more) => {
  expect(needsMore(text)).toBe(more);
});

it.each<[string, boolean]>([
  ['kubectl exec -it web -- sh', true],
  ['kubectl exec -i web -- cat', true],
  ['kubectl run -it --rm one --image=busybox:1.37 -- sh', true],
  ['kubectl attach web --stdin', true],
  ['kubectl apply -f -', true],
  ['cat', true],
  ['kubectl exec web -- sh -i', false],
  ['kubectl get pods -w', false],
  ['kubectl logs -f web', false],
  ['echo x | kubectl apply -f -', false],
  ['sleep 10', false],
])('%j reads what is typed: %s', (command, reads) => {
  expect(readsInput(command)).toBe(reads);
});
