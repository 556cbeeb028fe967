import { SystemError } from '../files/errno.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';

/** `env`: prints the environment, or runs a program with a changed one (-i, -u NAME, NAME=VALUE). */
export const env = applet('env', function* (context, args) {
  const environment = new Map(context.env);
  const options = yield* parseOptions(context, args, '+iu:0', { 'ignore-environment': 'i', unset: 'u' });
  if (!options) return 1;
  const operands = options.rest[0] === '-' ? options.rest.slice(1) : options.rest;
  if (options.has('i') || options.rest[0] === '-') environment.clear();
  for (const name of options.values('u')) environment.delete(name);
  const end = options.has('0') ? '\0' : '\n';
  const first = operands.findIndex((operand) => !operand.includes('='));
  for (const operand of operands.slice(0, first < 0 ? undefined : first)) {
    const at = operand.indexOf('=');
    environment.set(operand.slice(0, at), operand.slice(at + 1));
  }
  const command = first < 0 ? [] : operands.slice(first);
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
