import type { SecurityContext } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { privilegesOf } from './process-privileges.ts';

/** As /proc/self/status showed them in containers of a real cluster. */
it.each<[SecurityContext, string]>([
  [{}, 'a80425fb'],
  [{ capabilities: { drop: ['ALL'] } }, '0'],
  [{ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }, '400'],
  [{ capabilities: { add: ['SYS_TIME', 'NET_ADMIN'] } }, 'aa0435fb'],
  [{ capabilities: { drop: ['CHOWN', 'CAP_KILL'], add: ['CHOWN'] } }, 'a80425fa'],
  [{ capabilities: { add: ['ALL'], drop: ['SYS_ADMIN'] } }, '1ffffdfffff'],
  [{ capabilities: { add: ['NOSUCH'] } }, 'a80425fb'],
  [{ privileged: true }, '1ffffffffff'],
])('capabilities of %j', (context, expected) => {
  expect(privilegesOf(context, undefined)?.capabilities.toString(16)).toBe(expected);
});

it.each<[SecurityContext, { seccompProfile?: { type: string } }, boolean, boolean]>([
  [{}, {}, false, false],
  [{ allowPrivilegeEscalation: false }, { seccompProfile: { type: 'RuntimeDefault' } }, true, true],
  [{ seccompProfile: { type: 'Unconfined' } }, { seccompProfile: { type: 'RuntimeDefault' } }, false, false],
  [{ privileged: true }, { seccompProfile: { type: 'RuntimeDefault' } }, false, false],
])('what else %j with %j gives up', (container, pod, cannotGainMore, hasSeccompFilter) => {
  expect(privilegesOf(container, pod)).toMatchObject({ cannotGainMore, hasSeccompFilter });
});
