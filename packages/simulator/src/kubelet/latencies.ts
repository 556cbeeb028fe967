/** What steps of the kubelet and the container runtime take on a small machine; measured on the recorded clusters. */
export const latencies = {
  /** From the watch event of a binding to the first status. */
  podAdmissionMs: 60,
  /** From the first status until the sandbox is there. */
  createSandboxMs: 380,
  /** The part of it that the volumes take; a Pod that goes within this time makes no sandbox. */
  mountVolumesMs: 180,
  createContainerMs: 45,
  startContainerMs: 160,
  /** Until a probe or a hook runs in its container. */
  startExecMs: 60,
  /** From the status that shows a container running until its readiness is asked for the first time over the network. */
  firstAskMs: 25,
  /** From the start of a container until its postStart hook asks it over HTTP. */
  askAfterStartMs: 15,
  /** From the end of a sync that has started a container to the next, which shows it Running. */
  afterStartMs: 20,
  /** Until what a probe has passed is written: what changes the status before then is written with it. */
  writeStatusMs: 10,
  /** What the API server takes to store a status: at least, and less than. Two Pods of a node are never Ready at once. */
  requestMs: { min: 14, max: 21 },
  stopSandboxMs: 120,
  /** At least, from a relist that sees nothing run any more until the Pod has left nothing on the node. */
  cleanUpMs: 40,
  pullImageMs: 600,
} as const;
