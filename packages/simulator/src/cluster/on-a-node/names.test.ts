import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';

it('a container knows its Pod’s name in full when the Pod is in a domain', () => {
  const { run, pass, exec } = openCluster();
  run({ hostname: 'box', subdomain: 'things' });
  run({}, 'plain');
  pass(2_000);
  const names = 'hostname; hostname -f; echo $HOSTNAME';
  expect(exec(names)).toBe('box\nbox.things.default.svc.cluster.local\nbox\n');
  expect(exec(names, 'plain')).toBe('plain\nplain\nplain\n');
});

it('the variable HOSTNAME is what the container calls itself', () => {
  const { run, pass, exec } = openCluster();
  run({ hostname: 'box', subdomain: 'things', setHostnameAsFQDN: true });
  pass(2_000);
  expect(exec('hostname; echo $HOSTNAME')).toMatch(/^(box\.things\.default\.svc\.cluster\.local\n){2}$/);
});
