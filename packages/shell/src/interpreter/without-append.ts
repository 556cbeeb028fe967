import type { Command } from 'unbash';

/** ash knows neither `x+=1` nor `x[0]=1`: they are names of commands. */
export function withoutAppend(node: Command, from: number): Command {
  const words = node.prefix
    .slice(from)
    .filter((part) => part.type === 'Assignment')
    .map(({ text, pos, end }) => ({
      type: 'Word' as const,
      text,
      value: text,
      pos,
      end,
    }));
  const args = [...words.slice(1), ...(node.name ? [node.name] : []), ...node.args];
  return {
    type: 'Command',
    pos: node.pos,
    end: node.end,
    name: words[0],
    suffix: node.suffix,
    args,
    redirects: node.redirects,
    prefix: node.prefix.slice(0, from),
  };
}
