import { decodeUtf8 } from '@podlab/apimachinery';
import type { PodFacts } from './field-reference.ts';
import { containersByRole } from '../pod-types.ts';

/** `env.valueFrom.fileKeyRef`: one variable of a file that another container has written (KEP-3721). */
export interface FileKeySelector {
  readonly volumeName: string;
  readonly path: string;
  readonly key: string;
  readonly optional?: boolean;
}

/**
 * The value of a variable that is in a file of an emptyDir.
 * @param readFile reads a file of the volume; undefined: it is not there
 * @returns undefined for one that is optional and is not there
 * @throws Error with the kubelet's words for what is missing or cannot be read
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
 */
export function fileKeyValue(
  { volumeName, path, key, optional = false }: FileKeySelector,
  { pod: { metadata, spec } }: Pick<PodFacts, 'pod'>,
  readFile: (volumeName: string, path: string) => Uint8Array | undefined,
): string | undefined {
  const { init, apps, ephemeral } = containersByRole(spec);
  // A volume that no container mounts is not set up.
  const isSetUp = [...init, ...apps, ...ephemeral].some(({ volumeMounts = [] }) =>
    volumeMounts.some(({ name }) => name === volumeName),
  );
  if (!isSetUp) throw new Error(`cannot find the volume "${volumeName}" referenced by FileKeyRef`);
  const file = readFile(volumeName, path);
  const value = file && findVariable(decodeUtf8(file), key);
  if (value === undefined) throw new Error("couldn't parse env file");
  if (value !== '') return value;
  if (optional) return undefined;
  const where = `/var/lib/kubelet/pods/${metadata.uid}/volumes/kubernetes.io~empty-dir/${volumeName}/${path}`;
  throw new Error(`environment variable key "${key}" not found in file "${where}"`);
}

/**
 * Finds `KEY='value'` in a file, as far as that has to be read: values are in single quotes, and may go over several lines.
 * @returns '' when it is not there, undefined when a line before it is none of those that may be there
 * @see kubernetes v1.36 pkg/kubelet/util/env/env_util.go ParseEnv
 */
export function findVariable(text: string, key: string): string | undefined {
  const lines = text.replace(/\n$/, '').replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').replace(/^[ \t]+/, '');
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', blank = '', begin] = /^([^=]*[^= \t])=([ \t]*)(.*)$/.exec(line) ?? [];
    if (begin === undefined) return undefined;
    if (blank !== '') {
      // As for a shell: nothing is assigned, and what follows is a command.
      if (name === key) return '';
      continue;
    }
    if (!begin.startsWith("'")) return undefined;
    let quoted = begin.slice(1);
    while (!quoted.includes("'")) {
      at += 1;
      if (at === lines.length) return undefined;
      quoted += `\n${lines[at]}`;
    }
    const end = quoted.indexOf("'");
    if (!/^[ \t]*(#|$)/.test(quoted.slice(end + 1))) return undefined;
    if (name === key) return quoted.slice(0, end);
  }
  return '';
}
