/** Where labs are read from: a folder on disk, or what a site bundled. Paths use `/`. */
export interface LabSource {
  /** Ids of the labs: names of the folders that hold a `lab.yaml`, sorted. */
  listLabs(): Promise<readonly string[]>;
  /** Paths of all files in the folder of a lab, relative to it; empty when there is no such folder. */
  listFiles(labId: string): Promise<readonly string[]>;
  /** The text of a file, or undefined when there is none. */
  read(labId: string, path: string): Promise<string | undefined>;
}
