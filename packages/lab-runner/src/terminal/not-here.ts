/** What a terminal without a machine behind it cannot do: what to do instead, and how to do it for real. */
export interface NotHere {
  readonly names: readonly string[];
  readonly why: string;
}

/** Commands of kubectl that need a machine of the learner's. */
export const kubectlNotHere: readonly NotHere[] = [
  {
    names: ['port-forward', 'proxy'],
    why: 'It opens a port on your machine, which a web page cannot. Close to it: `kubectl exec POD -- wget -qO- http://SERVICE` asks from inside the cluster.',
  },
  {
    names: ['edit'],
    why: 'It opens an editor of your machine. Here: change the manifest in the editor beside the terminal and `kubectl apply -f` it, or change one field with `kubectl patch`.',
  },
  {
    names: ['plugin', 'krew', 'completion'],
    why: 'It is about kubectl on your machine. Here Tab completes without it.',
  },
];

/** Programs that learners know from their own machine. */
export const programsNotHere: readonly NotHere[] = [
  {
    names: ['docker', 'podman', 'nerdctl', 'crictl', 'ctr'],
    why: 'There is no container runtime of its own behind this page; the nodes of the cluster are simulated.',
  },
  { names: ['kind', 'minikube', 'k3d', 'k3s', 'kubeadm'], why: 'The cluster of this page is already there.' },
  { names: ['helm', 'kustomize', 'k9s', 'stern', 'kubectx', 'kubens'], why: 'Only kubectl is here.' },
  {
    names: ['curl', 'ssh', 'scp', 'telnet', 'ping', 'nslookup', 'dig', 'wget', 'nc'],
    why: 'This shell is beside the cluster and has no network. Ask from inside: `kubectl exec POD -- wget -qO- http://SERVICE`.',
  },
  {
    names: ['nano', 'vim', 'emacs', 'code', 'vi'],
    why: 'Change files in the editor beside the terminal; it shows the same folder.',
  },
  {
    names: [
      'sudo',
      'su',
      'apt',
      'apt-get',
      'apk',
      'brew',
      'npm',
      'pip',
      'python',
      'python3',
      'node',
      'git',
      'systemctl',
    ],
    why: 'This shell has busybox, kubectl and the words that `help` lists, and nothing can be installed.',
  },
];

/** The whole sentence. @param labId how the learner plays the same lab elsewhere */
export function sayNotHere(command: string, { why }: NotHere, labId: string): string {
  return `\`${command}\` does not work in this page. ${why} To run it for real: pnpm lab ${labId} --engine kind\n`;
}

export function findNotHere(list: readonly NotHere[], name: string | undefined): NotHere | undefined {
  return list.find(({ names }) => name !== undefined && names.includes(name));
}
