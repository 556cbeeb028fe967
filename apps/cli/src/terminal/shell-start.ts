import { join, posix, win32 } from 'node:path';
import type { Host } from '../host.ts';

/** A program to start, with the files that must be there before. */
export interface ShellStart {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Path and text of files that it reads when it starts. */
  readonly files: ReadonlyMap<string, string>;
}

export interface ShellStartOptions {
  readonly host: Pick<Host, 'env' | 'platform' | 'homeDir'>;
  /** Folder of our programs: first on PATH. */
  readonly programs: string;
  /** Set whatever the learner's own start files say: another cluster must never be touched by mistake. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * How to start the learner's own shell such that our programs are found first and KUBECONFIG is the lab's, after the
 * shell has read the learner's own start files.
 */
export function shellStart({ host, programs, variables }: ShellStartOptions): ShellStart {
  const path = host.platform === 'win32' ? win32 : posix;
  const shell = shellOf(host);
  const pathName = Object.keys(host.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const env: Record<string, string> = {
    ...definedOnly(host.env),
    ...variables,
    [pathName]: `${programs}${path.delimiter}${host.env[pathName] ?? ''}`,
  };
  const name = path
    .basename(shell)
    .replace(/\.exe$/i, '')
    .toLowerCase();
  const folder = join(programs, '..', 'shell');
  const exports = posixExports(programs, variables);
  switch (name) {
    case 'bash': {
      const rc = join(folder, 'bashrc');
      const text = `[ -f ~/.bashrc ] && . ~/.bashrc\n${exports}`;
      return { file: shell, args: ['--rcfile', rc, '-i'], env, files: new Map([[rc, text]]) };
    }
    case 'zsh': {
      const own = host.env.ZDOTDIR ?? host.homeDir;
      const source = (file: string) =>
        `ZDOTDIR=${quote(own)}\n[ -f ${quote(`${own}/${file}`)} ] && . ${quote(`${own}/${file}`)}\n`;
      return {
        file: shell,
        args: ['-i'],
        env: { ...env, ZDOTDIR: folder },
        files: new Map([
          [join(folder, '.zshenv'), `${source('.zshenv')}ZDOTDIR=${quote(folder)}\n`],
          [join(folder, '.zshrc'), `${source('.zshrc')}${exports}`],
        ]),
      };
    }
    case 'fish': {
      const lines = Object.entries(variables).map(([key, value]) => `set -gx ${key} ${quote(value)}`);
      const command = [...lines, `set -gx PATH ${quote(programs)} $PATH`].join('; ');
      return { file: shell, args: ['-i', '--init-command', command], env, files: new Map() };
    }
    case 'pwsh':
    case 'powershell': {
      const lines = Object.entries(variables).map(([key, value]) => `$env:${key} = ${powershellQuote(value)}`);
      const command = [...lines, `$env:PATH = ${powershellQuote(programs + path.delimiter)} + $env:PATH`].join('; ');
      return { file: shell, args: ['-NoLogo', '-NoExit', '-Command', command], env, files: new Map() };
    }
    default:
      return { file: shell, args: host.platform === 'win32' ? [] : ['-i'], env, files: new Map() };
  }
}

/** The learner's shell; without a word about it, the one that every system of its kind has. */
export function shellOf({ env, platform }: Pick<Host, 'env' | 'platform'>): string {
  if (platform !== 'win32') return env.SHELL || '/bin/sh';
  // Set by PowerShell for what it starts; cmd has no such trace.
  return env.PSModulePath && !env.PROMPT ? 'powershell.exe' : (env.ComSpec ?? 'cmd.exe');
}

function posixExports(programs: string, variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([key, value]) => `export ${key}=${quote(value)}`);
  return [...lines, `export PATH=${quote(programs)}:"$PATH"`, ''].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function powershellQuote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
