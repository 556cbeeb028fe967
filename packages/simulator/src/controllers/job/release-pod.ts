import type { LocalApi } from '../../apiserver/local-api.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { fieldManager } from './job-context.ts';
import { type Pod, trackingFinalizer } from './job-pods.ts';

/** Takes the finalizer off that keeps a Pod until it is counted. */
export function releasePod(api: LocalApi, { metadata: { namespace, name, uid } }: Pod): void {
  unlessGone(() => {
    const finalizers = api.get('pods', namespace, name)?.metadata.finalizers ?? [];
    if (!finalizers.includes(trackingFinalizer)) return;
    const left = finalizers.filter((finalizer) => finalizer !== trackingFinalizer);
    const patch = { metadata: { uid, finalizers: left.length > 0 ? left : null } };
    api.mergePatch('pods', namespace, name, patch as never, { fieldManager });
  });
}
