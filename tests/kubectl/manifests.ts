/** A Deployment whose Pods count aloud and end at once when told to. */
export function deployment(
  name: string,
  options: { readonly replicas?: number; readonly image?: string } = {},
): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: podSpec('i=0; while :; do echo tick $i; i=$((i+1)); sleep 1; done', options.image),
      },
    },
  });
}

export function pod(name: string, script: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: podSpec(script),
  });
}

function podSpec(script: string, image = 'busybox:1.37') {
  return {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'main', image, command: ['sh', '-c', `trap 'exit 0' TERM\n${script}`] }],
  };
}
