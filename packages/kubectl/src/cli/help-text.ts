import { commands } from '../commands/commands.ts';
import type { Command } from './command.ts';

const further = 'All about kubectl: https://kubernetes.io/docs/reference/kubectl/\n';

/** Help about one command: its name and flags. The words are ours: those of stock kubectl are long. */
export function commandHelp({ name, flags }: Command): string {
  const lines = flags.map((flag) => `  ${flag.short ? `-${flag.short}, ` : '    '}--${flag.name}`);
  const options = lines.length === 0 ? '' : `Options:\n${[...new Set(lines)].join('\n')}\n\n`;
  return `kubectl ${name}\n\n${options}${further}`;
}

/** The commands below a word; with none, all that there are. */
export function groupHelp(group: string): string {
  const names = commands.map(({ name }) => name).filter((name) => group === '' || name.startsWith(`${group} `));
  const shown = group === '' ? [...new Set(names.map((name) => name.split(' ')[0] ?? ''))] : names;
  const title = group === '' ? 'kubectl controls a Kubernetes cluster.' : `kubectl ${group}`;
  const list = shown.toSorted().map((name) => `  kubectl ${name}`);
  return `${title}\n\nCommands:\n${list.join('\n')}\n\nThe flags of a command: kubectl COMMAND --help\n${further}`;
}
