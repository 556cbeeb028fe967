/** Commands that change objects. */
export { annotate, label } from '../label.ts';
export { patch } from '../patch.ts';
export { replace } from '../replace.ts';
export { rolloutPause, rolloutRestart, rolloutResume, rolloutUndo } from '../rollout-change.ts';
export { rolloutHistory } from '../rollout-history.ts';
export { rolloutStatus } from '../rollout-status.ts';
export { scale } from '../scale.ts';
export { setEnv } from '../set-env.ts';
export { setImage } from '../set-image.ts';
export { setResources } from '../set-resources.ts';
export { setSelector } from '../set-selector.ts';
export { setServiceAccount } from '../set-service-account.ts';
