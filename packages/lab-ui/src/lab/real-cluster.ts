/** Plays the same lab on a real cluster. */
export function realClusterCommand(lab: string): string {
  return `npx -y pnpm@12 run lab ${lab} --engine kind`;
}
