import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';

/** `env`: prints the environment, or runs a program with a changed one (-i, -u NAME, NAME=VALUE). */
export const env = applet('env', function* (context, args) {
  const environment = new Map(context.env);
  let end = '\n';
  let index = 0;
  for (; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '-i' || argument === '-') environment.clear();
    else if (argument === '-0') end = '\0';
    else if (argument === '-u') {
      index += 1;
      environment.delete(args[index] ?? '');
    } else if (argument.includes('=') && !argument.startsWith('-')) {
      const at = argument.indexOf('=');
      environment.set(argument.slice(0, at), argument.slice(at + 1));
    } else break;
  }
  const command = args.slice(index);
  const name = command[0];
  if (name === undefined) {
    for (const [key, value] of environment) context.print(`${key}=${value}${end}`);
    return 0;
  }
  const path = environment.get('PATH') ?? '/sbin:/usr/sbin:/bin:/usr/bin';
  const file = name.includes('/') ? name : context.searchPath(name, path);
  try {
    if (file === undefined) throw new SystemError('ENOENT');
    return context.execute(file, command, environment);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* context.complain(`env: can't execute '${name}': ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
});

export const printenv = applet('printenv', function* (context, args) {
  if (args.length === 0) for (const [key, value] of context.env) context.print(`${key}=${value}\n`);
  let status = 0;
  for (const name of args) {
    const value = context.env.get(name);
    if (value === undefined) status = 1;
    else context.print(`${value}\n`);
  }
  yield* context.flush();
  return status;
});
