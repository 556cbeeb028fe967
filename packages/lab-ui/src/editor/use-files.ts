import { useCallback, useEffect, useState } from 'react';
import type { PlayedFiles } from '../played-lab.ts';
import { type OpenFile, takeFolder } from './open-files.ts';

/** The learner's YAML files, with what is not saved yet. */
export interface EditedFiles {
  readonly files: readonly OpenFile[];
  change(name: string, text: string): void;
  /** Makes a file that is not yet in the folder. */
  add(name: string): void;
  save(file: OpenFile): Promise<void>;
}

export function useFiles(folder: PlayedFiles, isShown: boolean): EditedFiles {
  const [files, setFiles] = useState<readonly OpenFile[]>([]);
  const read = useCallback(async () => {
    const names = (await folder.list()).filter((name) => /\.ya?ml$/.test(name));
    const texts = await Promise.all(names.map(async (name) => [name, await folder.read(name)] as const));
    setFiles((open) => takeFolder(open, new Map(texts)));
  }, [folder]);
  useEffect(() => {
    if (!isShown) return undefined;
    // What cannot be read now is read when the folder changes, or when the panel is opened again.
    const readQuietly = () => void read().catch(() => undefined);
    readQuietly();
    return folder.onChange(readQuietly);
  }, [folder, isShown, read]);
  return {
    files,
    change: (name, text) => setFiles((open) => open.map((file) => (file.name === name ? { ...file, text } : file))),
    add: (name) => setFiles((open) => [...open, { name, text: '', saved: undefined }]),
    async save({ name, text }) {
      await folder.write(name, text);
      setFiles((open) => open.map((file) => (file.name === name ? { ...file, saved: text } : file)));
    },
  };
}
