import { parse } from 'yaml';
import { type Fence, findFences, PageError } from './fence.ts';

/** A page whose console fences can be run. */
export interface Page {
  readonly file: string;
  readonly text: string;
  /** Nodes of its cluster, the control plane included. */
  readonly nodes: number;
  /** What is to be done, in the order of the page. */
  readonly parts: readonly (PageFile | PageConsole)[];
  /** First lines of the console fences that are marked `host`: nobody runs them. */
  readonly hostOnly: readonly string[];
}

/** A fence with a title: a file in the folder in which commands run. */
export interface PageFile {
  readonly kind: 'file';
  readonly path: string;
  readonly text: string;
}

export interface PageConsole {
  readonly kind: 'console';
  readonly line: number;
  /** Virtual seconds that pass before the first command. */
  readonly afterSeconds: number;
  /** Each command is interrupted after so many virtual seconds; undefined: it must end by itself. */
  readonly forSeconds: number | undefined;
  readonly commands: readonly ConsoleCommand[];
}

export interface ConsoleCommand {
  /** Where its output begins, counted from 1. */
  readonly outputLine: number;
  /** What the shell is given; of several lines, without the `$ ` and `> ` before them. */
  readonly command: string;
  /** The lines under it. */
  readonly output: readonly string[];
}

const consoleMeta = ['after', 'for', 'host'];

/** @throws PageError when something in it cannot be run */
export function parsePage(file: string, text: string): Page {
  const fences = findFences(file, text);
  const isHost = ({ language, meta }: Fence) => language === 'console' && meta.has('host');
  return {
    file,
    text,
    nodes: nodesOf(file, text),
    parts: fences.flatMap((fence): (PageFile | PageConsole)[] => {
      if (fence.language === 'console') return isHost(fence) ? [] : [parseConsole(file, fence)];
      const path = fence.meta.get('title');
      return path === undefined ? [] : [{ kind: 'file', path, text: `${fence.lines.join('\n')}\n` }];
    }),
    hostOnly: fences.filter(isHost).map(({ lines }) => lines[0] ?? ''),
  };
}

function nodesOf(file: string, text: string): number {
  const frontMatter = /^---\n(.*?)\n---\n/s.exec(text)?.[1];
  const { cluster } = (frontMatter === undefined ? {} : parse(frontMatter)) as { cluster?: { nodes?: unknown } };
  const nodes = cluster?.nodes ?? 3;
  if (typeof nodes === 'number' && Number.isInteger(nodes) && nodes > 0 && nodes < 10) return nodes;
  throw new PageError(`${file}:1: \`cluster.nodes\` must be a whole number from 1 to 9. Left out, it is 3.`);
}

function parseConsole(file: string, { meta, line, lines }: Fence): PageConsole {
  const unknown = [...meta.keys()].find((name) => !consoleMeta.includes(name));
  if (unknown !== undefined)
    throw new PageError(`${file}:${line}: a console fence knows ${consoleMeta.join(', ')}, and not \`${unknown}\`.`);
  const commands: (ConsoleCommand & { output: string[] })[] = [];
  let isCommand = false;
  for (const [index, text] of lines.entries()) {
    const last = commands.at(-1);
    if (text.startsWith('$ ')) {
      commands.push({ outputLine: line + index + 2, command: text.slice(2), output: [] });
      isCommand = true;
    } else if (!last) {
      throw new PageError(`${file}:${line + index + 1}: a console fence must begin with a command after \`$ \`.`);
    } else if (isCommand && /^>( |$)/.test(text)) {
      commands[commands.length - 1] = {
        outputLine: last.outputLine + 1,
        command: `${last.command}\n${text.slice(2)}`,
        output: [],
      };
    } else {
      isCommand = false;
      last.output.push(text);
    }
  }
  if (commands.length === 0) throw new PageError(`${file}:${line}: a console fence must hold a command after \`$ \`.`);
  return {
    kind: 'console',
    line,
    afterSeconds: secondsOf(file, line, meta, 'after') ?? 0,
    forSeconds: secondsOf(file, line, meta, 'for'),
    commands,
  };
}

function secondsOf(file: string, line: number, meta: Fence['meta'], name: string): number | undefined {
  const text = meta.get(name);
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (count === undefined) throw new PageError(`${file}:${line}: \`${name}\` must be a duration such as 30s or 5m.`);
  return Number(count) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
}
