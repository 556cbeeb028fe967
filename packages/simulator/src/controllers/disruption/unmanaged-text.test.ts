import { expect, it } from 'vitest';
import { unmanagedText } from './unmanaged-text.ts';

it.each([
  [
    { matchLabels: { tier: 'front', app: 'web' } },
    '&LabelSelector{MatchLabels:map[string]string{app: web,tier: front,},MatchExpressions:[]LabelSelectorRequirement{},}',
  ],
  [
    { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] },
    '&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:app,Operator:In,Values:[a b],},},}',
  ],
])('prints the selector %j', (selector, text) => {
  expect(unmanagedText(selector)).toContain(`(selector: ${text}) were found to be unmanaged.`);
});
