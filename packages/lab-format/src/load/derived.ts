import type { KubeObject } from '@podlab/apimachinery';
import { findKind } from '../kinds.ts';
import type { Manifest } from '../lab.ts';
import type { Check } from '../schema/check.ts';
import type { LabFile } from '../schema/lab.ts';
import { suggestion } from '../words.ts';
import type { FaultCollector } from './verify-checks.ts';

interface PodSpecLike {
  readonly containers?: readonly { readonly image?: string }[];
  readonly initContainers?: readonly { readonly image?: string }[];
}

/** Every image of the manifests must be listed: engines load what is listed before the lab begins. */
export function verifyImages(file: LabFile, manifests: readonly Manifest[], faults: FaultCollector): void {
  for (const { file: name, objects } of manifests) {
    for (const image of objects.flatMap(imagesOf)) {
      if (file.images.includes(image)) continue;
      const more = suggestion(image, file.images, 'It lists');
      faults.add(['images'], `\`images\` must list every image, but \`${image}\` of ${name} is not there.${more}`);
    }
  }
}

function imagesOf(object: KubeObject): string[] {
  const spec = object.spec as (PodSpecLike & { readonly template?: { readonly spec?: PodSpecLike } }) | undefined;
  const pod = spec?.template?.spec ?? spec;
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].flatMap(({ image }) => image ?? []);
}

/** The kinds that a lab must record. */
export function watchedKinds(file: LabFile, manifests: readonly Manifest[]): string[] {
  const checks: Check[] = [...file.guards, ...file.steps.flatMap((step) => step.checks)];
  const conditions = checks.flatMap(({ object, history }) => {
    const { always, never, eventually, before } = history ?? {};
    return [object, always, never, eventually, before?.first, before?.second];
  });
  const named = [...conditions, ...file.start.until].flatMap((condition) => condition?.kind ?? []);
  const applied = manifests.flatMap(({ objects }) =>
    objects.flatMap(({ kind }) => (kind && findKind(kind) ? kind : [])),
  );
  return [...new Set(['Pod', 'ReplicaSet', 'Deployment', 'Node', ...named, ...applied, ...file.watch])];
}
