/** The version that the server says it is. */
export const redisVersion = '8.2.1';

/** Settings of a redis server, by name, as `CONFIG GET` gives them. */
export type RedisConfig = Map<string, string>;

/** What a server has that nobody has set up. */
export function defaultConfig(directory: string): RedisConfig {
  return new Map([
    ['appendonly', 'no'],
    ['bind', '* -::*'],
    ['databases', '16'],
    ['dbfilename', 'dump.rdb'],
    ['dir', directory],
    ['maxclients', '10000'],
    ['maxmemory', '0'],
    ['maxmemory-policy', 'noeviction'],
    ['port', '6379'],
    ['protected-mode', 'no'],
    ['requirepass', ''],
    ['save', '3600 1 300 100 60 10000'],
    ['timeout', '0'],
  ]);
}

const sizes: Readonly<Record<string, number>> = { k: 1000, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3 };

/** One line of a configuration file, such as `maxmemory 2mb`: sizes are kept in bytes. */
export function applySetting(config: RedisConfig, line: string): void {
  const [name = '', ...words] = line.trim().split(/\s+/);
  if (name === '' || name.startsWith('#')) return;
  const value = words.map((word) => word.replace(/^"(.*)"$/, '$1')).join(' ');
  const size = /^(\d+)([a-z]+)$/i.exec(value);
  const factor = sizes[size?.[2]?.toLowerCase() ?? ''];
  config.set(name.toLowerCase(), size && factor !== undefined ? String(Number(size[1]) * factor) : value);
}

/** What arguments give: a file's name at first, then settings as `--name value…`. */
export function readArguments(args: readonly string[]): { file: string | undefined; settings: string[] } {
  const file = args[0] !== undefined && !args[0].startsWith('-') ? args[0] : undefined;
  const settings: string[] = [];
  for (const word of args.slice(file === undefined ? 0 : 1)) {
    if (word.startsWith('--')) settings.push(word.slice(2));
    else if (settings.length > 0) settings[settings.length - 1] += ` ${word === '' ? '""' : word}`;
  }
  return { file, settings };
}

/** What `INFO` tells: all of it, or one section. */
export function redisInfo(
  section: string,
  facts: {
    readonly config: RedisConfig;
    readonly upSeconds: number;
    readonly executed: number;
    readonly keyspace: readonly string[];
  },
): string {
  const { config, upSeconds, executed, keyspace } = facts;
  const sections: readonly [string, readonly string[]][] = [
    [
      'Server',
      [
        `redis_version:${redisVersion}`,
        'redis_mode:standalone',
        'arch_bits:64',
        'process_id:1',
        `tcp_port:${config.get('port')}`,
        `uptime_in_seconds:${upSeconds}`,
        `uptime_in_days:${Math.floor(upSeconds / 86_400)}`,
        `config_file:${config.get('config_file') ?? ''}`,
      ],
    ],
    ['Clients', ['connected_clients:1', `maxclients:${config.get('maxclients')}`, 'blocked_clients:0']],
    ['Memory', [`maxmemory:${config.get('maxmemory')}`, `maxmemory_policy:${config.get('maxmemory-policy')}`]],
    ['Persistence', ['loading:0', `aof_enabled:${config.get('appendonly') === 'yes' ? 1 : 0}`]],
    ['Stats', [`total_commands_processed:${executed}`]],
    ['Replication', ['role:master', 'connected_slaves:0', 'master_repl_offset:0']],
    ['Keyspace', keyspace],
  ];
  const wanted = ['', 'all', 'default', 'everything'].includes(section.toLowerCase())
    ? sections
    : sections.filter(([title]) => title.toLowerCase() === section.toLowerCase());
  return wanted.map(([title, lines]) => [`# ${title}`, ...lines, ''].join('\r\n')).join('\r\n');
}
