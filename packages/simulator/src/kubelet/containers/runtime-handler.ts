/** Where the classes are. */
interface RuntimeClasses {
  get(resource: 'runtimeclasses', namespace: undefined, name: string): { readonly handler: string } | undefined;
}

/** What containerd on a node of kind is configured to run containers with. */
const handlers = new Set(['', 'runc', 'test-handler']);

/**
 * Why a node cannot run a Pod of a RuntimeClass; undefined when it can.
 * @param newId makes the id of the sandbox that was tried
 * @see pkg/kubelet/runtimeclass/runtimeclass_manager.go (v1.36), containerd's pkg/cri
 */
export function runtimeFault(api: RuntimeClasses, name: string | undefined, newId: () => string): string | undefined {
  if (!name) return undefined;
  const found = api.get('runtimeclasses', undefined, name);
  if (!found) return `runtimeclass.node.k8s.io ${JSON.stringify(name)} not found`;
  if (handlers.has(found.handler)) return undefined;
  const why = `no runtime for ${JSON.stringify(found.handler)} is configured`;
  return `rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "${newId()}": ${why}`;
}
