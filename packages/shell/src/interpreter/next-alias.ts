import type { ByteString } from '../files/bytes.ts';
import type { Shell } from './shell.ts';

/** The rest of a command after an alias that ends with a blank: its next word may be an alias too. */
export function withNextAlias(shell: Shell, alias: ByteString, rest: ByteString): ByteString {
  const [, blank = '', word = ''] = /^([ \t]*)([^\s;&|<>()'"\\$`]+)(?=\s|$)/.exec(rest) ?? [];
  const next = /[ \t]$/.test(alias) && !shell.expanding.has(word) ? shell.aliases.get(word) : undefined;
  return next === undefined ? rest : blank + next + withNextAlias(shell, next, rest.slice(blank.length + word.length));
}
