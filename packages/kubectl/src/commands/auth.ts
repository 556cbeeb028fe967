import { isMap, StatusError, toYaml } from '@podlab/apimachinery';
import { type Command, type Invocation, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { isObjectOutput } from '../print/print-objects.ts';
import { toJson } from '../print/json.ts';
import { type AllowedRule, ruleRows } from '../print/policy-rules.ts';
import { alignCells } from '../print/table.ts';

const authorization = '/apis/authorization.k8s.io/v1';
const resourceVerbs =
  'get list watch create update patch delete deletecollection use bind impersonate escalate approve sign attest *'.split(
    ' ',
  );
const pathVerbs = 'get put post head options delete patch *'.split(' ');

/** `kubectl auth can-i`. */
export const canI: Command = {
  name: 'auth can-i',
  flags: [
    sharedFlags.allNamespaces,
    sharedFlags.noHeaders,
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'list', type: 'bool' },
    { name: 'subresource', type: 'string' },
  ],
  run: async (invocation) => {
    const { args, flags, out } = invocation;
    if (flags.bool('list')) {
      if (args.length > 0) throw usageError('list option must be specified with no arguments');
      return listRules(invocation);
    }
    const [verb, target, ...more] = args;
    if (verb === undefined || target === undefined || more.length > 0)
      throw usageError(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      );
    const spec = target.startsWith('/')
      ? { nonResourceAttributes: { verb, path: target } }
      : { resourceAttributes: await attributesOf(verb, target, invocation) };
    checkVerb(verb, target, invocation);
    if (flags.bool('no-headers')) throw usageError('--no-headers cannot be set without --list specified');
    const status = await review('selfsubjectaccessreviews', 'SelfSubjectAccessReview', spec, invocation);
    const allowed = status['allowed'] === true;
    const reasons = [status['reason'], status['evaluationError']].filter(
      (text) => typeof text === 'string' && text !== '',
    );
    if (!flags.bool('quiet')) out(allowed ? 'yes\n' : `${['no', ...reasons].join(' - ')}\n`);
    return allowed ? 0 : 1;
  },
};

/** `kubectl auth whoami`. */
export const whoAmI: Command = {
  name: 'auth whoami',
  flags: [sharedFlags.output],
  run: async ({ client, signal, flags, out, args }) => {
    if (args.length > 0) throw usageError(`unknown command ${JSON.stringify(args[0])} for "kubectl auth whoami"`);
    const answer = (await client
      .raw({
        method: 'POST',
        path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} },
        signal,
      })
      .catch((error: unknown) => {
        if (!(error instanceof StatusError) || (error.code !== 403 && error.code !== 404)) throw error;
        throw usageError(
          'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
        );
      })) as SelfSubjectReview;
    const output = flags.string('output');
    if (isObjectOutput(output)) {
      const object = {
        kind: 'SelfSubjectReview',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: answer.metadata ?? {},
        status: answer.status,
      };
      if (output !== 'json' && output !== 'yaml')
        throw usageError(
          `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml`,
        );
      out(output === 'json' ? toJson(object) : toYaml(object));
      return;
    }
    const { username = '', uid, groups = [], extra = {} } = answer.status?.userInfo ?? {};
    const rows = [
      ['ATTRIBUTE', 'VALUE'],
      ['Username', username],
      ...(uid === undefined || uid === '' ? [] : [['UID', uid]]),
      ...(groups.length > 0 ? [['Groups', `[${groups.join(' ')}]`]] : []),
      ...Object.keys(extra)
        .toSorted()
        .map((key) => [`Extra: ${key}`, `[${(extra[key] ?? []).join(' ')}]`]),
    ];
    out(alignCells(rows));
  },
};

interface SelfSubjectReview {
  readonly metadata?: object;
  readonly status?: { readonly userInfo?: UserInfo };
}

interface UserInfo {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface RuleStatus {
  readonly resourceRules?: readonly AllowedRule[];
  readonly nonResourceRules?: readonly AllowedRule[];
}

async function attributesOf(verb: string, target: string, invocation: Invocation): Promise<object> {
  const { client, signal, flags, err, namespace } = invocation;
  const [type = '', name = ''] = target.split(/\/(.*)/s);
  const everywhere = flags.bool('all-namespaces');
  const place = everywhere ? {} : { namespace };
  const rest = { verb, name, subresource: flags.string('subresource') ?? '' };
  if (type === '*') return { ...place, ...rest, resource: type };
  const found = await client.discovery.find(type, { signal });
  if (!found) {
    const [plain = '', ...group] = type.toLowerCase().split('.');
    const where = group.length > 0 ? ` in group '${group.join('.')}'` : '';
    err(`Warning: the server doesn't have a resource type '${plain}'${where}\n\n`);
    return { ...place, ...rest, resource: type };
  }
  if (!found.namespaced && !everywhere) {
    const where = found.group === '' ? '' : ` in group '${found.group}'`;
    err(`Warning: resource '${found.resource}' is not namespace scoped${where}\n\n`);
  }
  return { ...place, ...rest, group: found.group, resource: found.resource };
}

function checkVerb(verb: string, target: string, { err }: Invocation): void {
  const known = target.startsWith('/') ? pathVerbs : resourceVerbs;
  if (!known.includes(verb)) err(`Warning: verb '${verb}' is not a known verb\n\n`);
}

async function listRules(invocation: Invocation): Promise<number> {
  const { namespace, out, flags } = invocation;
  const status = (await review(
    'selfsubjectrulesreviews',
    'SelfSubjectRulesReview',
    { namespace },
    invocation,
  )) as RuleStatus;
  const rules = ruleRows([...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])]);
  const headers = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'];
  out(alignCells(flags.bool('no-headers') ? rules : [headers, ...rules]));
  return 0;
}

async function review(
  resource: string,
  kind: string,
  spec: object,
  { client, signal }: Invocation,
): Promise<Readonly<Record<string, unknown>>> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind, metadata: {}, spec };
  const answer = await client.raw({ method: 'POST', path: `${authorization}/${resource}`, body, signal });
  return isMap(answer) && isMap(answer['status']) ? answer['status'] : {};
}
