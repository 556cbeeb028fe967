import { expect, it } from 'vitest';
import { ingressWarnings } from './annotation-warnings.ts';
import { podWarnings } from './pod-warnings.ts';

const seccomp = 'seccomp.security.alpha.kubernetes.io/pod';
const ofApp = 'container.seccomp.security.alpha.kubernetes.io/app';
const profile = { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } };
const useField = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const armour = 'container.apparmor.security.beta.kubernetes.io/app';
const useArmourField = 'deprecated since v1.30; use the "appArmorProfile" field instead';
const armoured = { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } };

it.each<[string, Record<string, string>, object, string[]]>([
  ['of no use', { a: 'b' }, {}, []],
  [
    'critical-pod',
    { 'scheduler.alpha.kubernetes.io/critical-pod': '' },
    {},
    [
      '[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
    ],
  ],
  ['seccomp of the Pod', { [seccomp]: 'runtime/default' }, {}, [`[${seccomp}]: ${useField}`]],
  ['seccomp beside the field', { [seccomp]: 'runtime/default' }, profile, []],
  ['seccomp of a container', { [ofApp]: 'unconfined' }, profile, [`[${ofApp}]: ${useField}`]],
  ['AppArmor', { [armour]: 'unconfined' }, {}, [`[${armour}]: ${useArmourField}`]],
  ['AppArmor beside the field', { [armour]: 'unconfined' }, armoured, []],
])('an annotation of a template: %s', (_what, annotations, spec, warnings) => {
  const template = { metadata: { annotations }, spec: { ...spec, containers: [{ name: 'app' }] } };
  expect(podWarnings(template, 'spec.template.spec')).toEqual(
    warnings.map((warning) => `spec.template.metadata.annotations${warning}`),
  );
});

it.each([
  [{ 'kubernetes.io/ingress.class': 'x' }, {}, 1],
  [{ 'kubernetes.io/ingress.class': 'x' }, { ingressClassName: 'x' }, 0],
  [undefined, {}, 0],
])('an Ingress with annotations %j and %j: %i warnings', (annotations, spec, count) => {
  expect(ingressWarnings(annotations, spec)).toHaveLength(count);
});
