import type { Command } from '../cli/command.ts';
import { KubectlError } from '../cli/kubectl-error.ts';

/** What this kubectl says instead of running a command of the stock one, and what to do. */
const instead: Readonly<Record<string, string>> = {
  certificate: 'this kubectl approves no certificates',
  completion: 'this kubectl writes no completion scripts; in a lab page, Tab completes',
  cp: 'this kubectl copies no files; write one with "kubectl exec -i POD -- sh -c \'cat > PATH\'", read one with "kubectl exec POD -- cat PATH"',
  diff: 'this kubectl shows no differences; try "kubectl apply --dry-run=server -o yaml" beside "kubectl get -o yaml"',
  edit: 'this kubectl opens no editor; change a field with "kubectl patch" or "kubectl set", or change the file and "kubectl apply -f" it',
  kustomize: 'this kubectl builds no kustomizations; name the manifests with -f',
  options: 'this kubectl takes --namespace (-n) and --help (-h) with every command',
  plugin: 'this kubectl has no plugins',
  'port-forward':
    'this kubectl forwards no ports: nothing outside the cluster could connect; ask from inside with "kubectl exec POD -- wget -qO- http://SERVICE"',
  proxy: 'this kubectl is no proxy; read a path of the API with "kubectl get --raw PATH"',
};

/** A command that is not in this kubectl. Whatever follows its name, it says what to do instead. */
export function refused(name: string): Command {
  return {
    name,
    flags: [],
    takesAnything: true,
    run: async () => {
      throw new KubectlError(
        `error: ${instead[name] ?? 'this command is not in this kubectl'}. Stock kubectl does it: https://kubernetes.io/docs/tasks/tools/`,
      );
    },
  };
}
