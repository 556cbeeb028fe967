export { applets, installBusybox } from './applets/table.ts';
export { SystemError, type ErrorCode } from './files/errno.ts';
export { type ByteString, bytesOf, fromUnicode, textOf, toUnicode } from './files/bytes.ts';
export {
  type ContainerSpace,
  type ContainerSpaceOptions,
  type ExitStatus,
  type FileAttributes,
  type HostInput,
  type Kernel,
  type KernelOptions,
  type Mount,
  type ProcessContext,
  type ProcessHandle,
  type ProcessSpec,
  type Program,
  type SignalName,
  StartError,
  type Volume,
} from './ports.ts';
export { createKernel } from './process/kernel.ts';
