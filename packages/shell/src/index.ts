export { applets, installBusybox, loadApplets } from './applets/table.ts';
export { sha256 } from './applets/hash.ts';
export { resolveName } from './applets/resolve-name.ts';
export { SystemError, type ErrorCode } from './files/errno.ts';
export { type ByteString, bytesOf, fromUnicode, textOf, toUnicode } from './files/bytes.ts';
export {
  type ContainerSpace,
  type ContainerSpaceOptions,
  type Disk,
  type ExitStatus,
  type FileAttributes,
  type FileContent,
  type HostInput,
  type OutputGate,
  type Kernel,
  type KernelOptions,
  type LateText,
  type MemoryOptions,
  type Mount,
  type NodeMemory,
  type ProcessContext,
  type ProcessHandle,
  type ProcessSpec,
  type Program,
  type SignalName,
  MountError,
  type ProcessPrivileges,
  StartError,
  type Volume,
  type VolumeOptions,
} from './ports.ts';
export { type GrpcAnswer, GrpcCall } from './grpc/call.ts';
export { FrameError } from './grpc/frames.ts';
export {
  formatHealthRequest,
  formatHealthResponse,
  healthCheckMethod,
  parseHealthRequest,
  parseHealthResponse,
} from './grpc/health.ts';
export { grpcUnimplemented, serveGrpcConnection } from './grpc/serve.ts';
export { createLineShell, type LineShell, type LineShellReady } from './interpreter/line-shell.ts';
export { exchangeHttp, type HttpHead, type HttpOutcome } from './http/client.ts';
export {
  findHeader,
  formatRequest,
  type HttpHeaders,
  type HttpRequest,
  type HttpResponse,
  httpDate,
  reasonOf,
} from './http/message.ts';
export { HttpSyntaxError, RequestParser, ResponseParser } from './http/parser.ts';
export { clientHello, serverHello } from './http/secure.ts';
export { formatServerHello, parseClientHello, type ServerCertificate, type ServerGreeting } from './http/hello.ts';
export { greetServer } from './http/secure-connection.ts';
export { certificatesIn, verifyCertificate } from './http/verify-certificate.ts';
export { type HttpPeer, type HttpServerOptions, serveHttp, serveHttpConnection } from './http/serve.ts';
export { type HttpUrl, parseHttpUrl, resolveLocation } from './http/url.ts';
export { anyAddress, isInBlock, isIpAddress, type SocketAddress } from './network/address.ts';
export type { Connection } from './network/connection.ts';
export { type ConnectionServer, serveConnections } from './network/serve.ts';
export { NetworkStack } from './network/stack.ts';
export type { DnsAnswer, DnsQuestion, DnsRecord, DnsType, Reply, Route, Transit, Wire } from './network/wire.ts';
export { kernelRelease } from './process/kernel-settings.ts';
export { usualPrivileges } from './process/privileges.ts';
export { type HostCall, hostProgram, ProcessGone } from './process/host-program.ts';
export { lateProgram } from './process/late-code.ts';
export type { Coroutine } from './process/process.ts';
export { createKernel } from './process/kernel.ts';
