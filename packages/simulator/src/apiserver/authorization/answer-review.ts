import { fieldErrors, type FieldError, isMap, statuses } from '@podlab/apimachinery';
import type { Store } from '../../store/store.ts';
import type { AccessAttributes } from './access-attributes.ts';
import { aggregated, authorize } from './authorize.ts';
import { grantsTo } from './granted-rules.ts';
import { storedAccess } from './stored-access.ts';
import { administrator, type UserInfo } from './user-info.ts';

type Fields = Readonly<Record<string, unknown>>;

const group = 'authorization.k8s.io';

/** What is asked, by whom and where. */
export interface ReviewQuestion {
  readonly kind: string;
  /** The body's; empty when there is none. */
  readonly spec: Fields;
  readonly user: UserInfo;
  /** Of the path; undefined for a review without one. */
  readonly namespace: string | undefined;
}

/** The status that answers a review. @throws StatusError */
export function answerReview(question: ReviewQuestion, store: Store): object {
  const { kind, spec, user } = question;
  if (kind === 'SelfSubjectReview') return { userInfo: user };
  if (kind === 'SelfSubjectRulesReview') return rulesStatus(user, textOf(spec, 'namespace'), store);
  const isSelf = kind === 'SelfSubjectAccessReview';
  const faults = [...attributeFaults(question), ...(isSelf ? [] : userFaults(spec))];
  if (faults.length > 0) throw statuses.invalid({ group, kind: '' }, '', faults);
  const whom = isSelf ? user : userOf(spec);
  const { allowed, reason } = authorize(whom, attributesOf(spec), storedAccess(store));
  // The administrator keeps all rights here, whatever becomes of the bindings.
  return { allowed: allowed || whom === administrator, ...(reason === '' ? {} : { reason }) };
}

/** @throws StatusError 400 */
function rulesStatus(user: UserInfo, namespace: string, store: Store): object {
  if (namespace === '') throw statuses.badRequest('no namespace on request');
  const grants = [...grantsTo(user, namespace, storedAccess(store))];
  const rules = grants.flatMap((grant) => grant.rules ?? []);
  const missing = grants.flatMap((grant) => (grant.rules ? [] : [grant.text]));
  return {
    resourceRules: rules.filter(({ resources }) => resources?.length),
    nonResourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs?.length),
    incomplete: false,
    ...(missing.length === 0 ? {} : { evaluationError: aggregated(missing) }),
  };
}

function attributesOf(spec: Fields): AccessAttributes {
  const paths = fieldsOf(spec, 'nonResourceAttributes');
  if (paths) return { verb: textOf(paths, 'verb'), path: textOf(paths, 'path') };
  const asked = fieldsOf(spec, 'resourceAttributes') ?? {};
  return {
    verb: textOf(asked, 'verb'),
    namespace: textOf(asked, 'namespace'),
    group: textOf(asked, 'group'),
    resource: textOf(asked, 'resource'),
    subresource: textOf(asked, 'subresource'),
    name: textOf(asked, 'name'),
  };
}

/** @see pkg/apis/authorization/validation/validation.go (v1.36) */
function attributeFaults({ kind, spec, namespace }: ReviewQuestion): FieldError[] {
  const asked = fieldsOf(spec, 'resourceAttributes');
  const paths = fieldsOf(spec, 'nonResourceAttributes');
  const shown = paths && { Path: textOf(paths, 'path'), Verb: textOf(paths, 'verb') };
  if (kind === 'LocalSubjectAccessReview') {
    const path = 'spec.nonResourceAttributes';
    if (paths) return [fieldErrors.invalid(path, shown, 'disallowed on this kind of request')];
    if (asked && textOf(asked, 'namespace') !== namespace) {
      const field = 'spec.resourceAttributes.namespace';
      return [fieldErrors.invalid(field, textOf(asked, 'namespace'), 'must match metadata.namespace')];
    }
  }
  if (asked && paths) {
    const why = 'cannot be specified in combination with resourceAttributes';
    return [fieldErrors.invalid('spec.nonResourceAttributes', shown, why)];
  }
  if (asked || paths) return [];
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [fieldErrors.invalid('spec.resourceAttributes', null, why)];
}

function userFaults(spec: Fields): FieldError[] {
  const { username, groups } = userOf(spec);
  if (username !== '' || groups.length > 0) return [];
  return [fieldErrors.invalid('spec.user', '', 'at least one of user or group must be specified')];
}

/** Whom a review of somebody else is about. */
function userOf(spec: Fields): UserInfo {
  const groups = spec['groups'];
  return { username: textOf(spec, 'user'), groups: Array.isArray(groups) ? groups.map(String) : [] };
}

function fieldsOf(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return isMap(value) ? value : undefined;
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}
