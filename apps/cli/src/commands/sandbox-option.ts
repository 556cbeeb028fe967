import { InvalidArgumentError, Option } from 'commander';

/** `--sandbox [pid]`: the number of a process; true: the only one. */
export function sandboxOption(): Option {
  return new Option('--sandbox [pid]', 'the sandbox instead; its process, where several run').argParser(parseProcess);
}

function parseProcess(text: string): number {
  const pid = Number(text);
  if (Number.isInteger(pid) && pid > 0) return pid;
  throw new InvalidArgumentError('Must be the number of a process.');
}
