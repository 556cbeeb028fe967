import { StatusError } from '@podlab/apimachinery';
import { type Command, sharedFlags } from '../cli/command.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError, usageFault } from '../cli/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { newObjectFlags } from './create-named.ts';
import { writeNew } from './write-new.ts';

/** `kubectl create -f`. */
export const create: Command = {
  name: 'create',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    { name: 'edit', type: 'bool' },
    { name: 'raw', type: 'string' },
    sharedFlags.selector,
    ...newObjectFlags,
  ],
  run: async (invocation) => {
    const { args, flags, complain, namespace } = invocation;
    if (args.length > 0) throw usageFault('kubectl create', `Unexpected args: [${args.join(' ')}]`);
    if (!flags.has('filename')) throw usageError('must specify one of -f and -k');
    let code = 0;
    for (const { object: given, resource, source } of await readManifests(invocation)) {
      const object = resource.namespaced ? { ...given, metadata: { namespace, ...given.metadata } } : given;
      try {
        await writeNew({ resource, object, verb: 'created', fieldManager: 'kubectl-create' }, invocation);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        complain(errorText(error, `error when creating ${JSON.stringify(source)}`));
        code = 1;
      }
    }
    return code;
  },
};
