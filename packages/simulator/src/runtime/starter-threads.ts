/**
 * Process numbers that the threads of the container runtime's starter use up in the container, which is why the first
 * program that a container starts is not number 2. As measured on the recorded clusters, where it varies by one or two.
 */
export const starterThreads = { create: 8, exec: 5 } as const;
