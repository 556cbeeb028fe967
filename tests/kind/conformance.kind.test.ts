import { describeNeeding } from '../requirements.ts';
import { defineConformance } from './conformance.ts';
import { openKind } from './engines.ts';
import { isKindThere, realKindCluster } from './kind-there.ts';

describeNeeding(realKindCluster, isKindThere, 'conformance on kind', () => {
  defineConformance(() => openKind('conformance'));
});
