import type { AndOr, CommandNode, CompoundList, Pipeline, Redirection, Word, WordPart } from 'unbash';

type Node = CommandNode | Pipeline | AndOr;

/**
 * A command as `jobs` shows it: put together again from what was understood, with other blanks and quotes than were typed.
 * @see ash.c `cmdtxt` (busybox 1.37)
 */
export function commandText(node: Node, source: string): string {
  const text = (one: Node) => commandText(one, source);
  const list = (body: CompoundList) => body.commands.map(({ command }) => text(command)).join('; ');
  const redirected = (redirects: readonly Redirection[]) => redirects.map((one) => ` ${redirectionText(one, source)}`);
  const fromTo = (body: CompoundList) => `; do ${list(body)}; done`;
  switch (node.type) {
    case 'AndOr':
      return joined(node.commands.map(text), node.operators);
    case 'Pipeline':
      return (
        (node.prefixes.some(({ type }) => type === 'Negation') ? '!' : '') +
        joined(node.commands.map(text), node.operators)
      );
    case 'Command': {
      const words = node.name ? [node.name, ...node.args] : [];
      return [
        words.map((word) => (word.type === 'Word' ? wordText(word) : word.text)).join(' '),
        ...redirected(node.redirects),
      ].join('');
    }
    case 'Redirected':
      return [text(node.command), ...redirected(node.redirects)].join('');
    case 'Subshell':
      return `(${list(node.body)})`;
    case 'BraceGroup':
      return list(node.body);
    case 'While':
      return `${node.kind} ${list(node.clause)}${fromTo(node.body)}`;
    case 'For': {
      const words = node.wordlist?.map(wordText) ?? ['"${@}"'];
      return `for ${node.name.text} in ${words.join(' ')}${fromTo(node.body)}`;
    }
    case 'Case': {
      const items = node.items.map(({ pattern, body }) => `${pattern.map(wordText).join('|')}) ${list(body)};; `);
      return `case ${wordText(node.word)} in ${items.join('')}esac`;
    }
    case 'If':
      return node.elif.length > 0
        ? source.slice(node.pos, node.end)
        : `if ${list(node.clause)}; then ${list(node.then)}; ${node.else ? `else ${list(node.else)}; ` : ''}fi`;
    default:
      return source.slice(node.pos, node.end).trim();
  }
}

function joined(texts: readonly string[], operators: readonly string[]): string {
  return texts.map((text, index) => (index === 0 ? text : ` ${operators[index - 1]} ${text}`)).join('');
}

function redirectionText(redirection: Redirection, source: string): string {
  if (redirection.type !== 'Redirect') return source.slice(redirection.pos, redirection.end);
  const { operator, descriptor, target } = redirection;
  const given = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
  return `${given ?? (operator.startsWith('<') ? 0 : 1)}${operator}${target ? wordText(target) : ''}`;
}

function wordText({ parts, value }: Word): string {
  return parts ? parts.map(partText).join('') : value;
}

function partText(part: WordPart): string {
  switch (part.type) {
    case 'Literal':
    case 'Glob':
      return part.value;
    case 'SingleQuoted':
      return `"${part.value}"`;
    case 'DoubleQuoted':
      return `"${part.parts.map(partText).join('')}"`;
    case 'SimpleExpansion':
      return `\${${part.text.slice(1)}}`;
    case 'CommandExpansion':
      return '$(...)';
    default:
      return part.text;
  }
}
