/**
 * Why a system call failed, with the message that glibc's `strerror` gives for it, as the recorded busybox says them.
 */
const messages = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  ENXIO: 'No such device or address',
  E2BIG: 'Argument list too long',
  ENOEXEC: 'Exec format error',
  EBADF: 'Bad file descriptor',
  ECHILD: 'No child processes',
  EAGAIN: 'Resource temporarily unavailable',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  EXDEV: 'Invalid cross-device link',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  EMFILE: 'Too many open files',
  ENOTTY: 'Inappropriate ioctl for device',
  EFBIG: 'File too large',
  ENOSPC: 'No space left on device',
  ESPIPE: 'Illegal seek',
  EROFS: 'Read-only file system',
  EMLINK: 'Too many links',
  EPIPE: 'Broken pipe',
  ENAMETOOLONG: 'File name too long',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  ENOTCONN: 'Transport endpoint is not connected',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ETIMEDOUT: 'Connection timed out',
} as const;

export type ErrorCode = keyof typeof messages;

/** V8's; other engines do not mind the property. */
const traces = Error as { stackTraceLimit?: number };

/** A system call that failed; programs print `message`. Branch on `code`. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  /** The path, when a file was to be opened. */
  opened: string | undefined;

  constructor(readonly code: ErrorCode) {
    // Failed calls are everyday (a command is looked for in six directories), and a stack trace was 7/8 of their cost.
    const limit = traces.stackTraceLimit;
    traces.stackTraceLimit = 0;
    super(messages[code]);
    traces.stackTraceLimit = limit;
  }
}

/** Runs `call`; a failed system call gives `undefined`, any other error is thrown on. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** A write to standard output that failed, in a program that takes it for its own end rather than for a file's fault. */
export class OutputError {
  constructor(readonly message: string) {}
}
