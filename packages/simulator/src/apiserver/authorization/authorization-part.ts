/** What is loaded when roles, or what the control plane has of its own, are first looked at, or somebody else than the administrator asks. */
export { aggregateRoles } from './aggregate-roles.ts';
export { answerAs, openAs } from './answer-as.ts';
export { answerReview } from './answer-review.ts';
export { accessRules } from '../registry/rules/access-rules.ts';
export { fileDefaultRoles } from './file-default-roles.ts';
export { fileOwnObjects } from '../own-objects/file-own-objects.ts';
export { fileLeases } from '../own-objects/file-leases.ts';
