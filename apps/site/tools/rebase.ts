/** `pnpm site:rebase <folder> <base URL>`: puts a built site under another path or at a full address. */
import { parseAddress } from './base-place.ts';
import { rebaseSite } from './rebase-site.ts';

const [folder, wanted, ...rest] = process.argv.slice(2);
const address = wanted === undefined ? undefined : parseAddress(wanted);
if (folder === undefined || address === undefined || rest.length > 0) {
  console.error('usage: pnpm site:rebase <folder> <base URL>');
  console.error('  the base URL is a path such as /podlab/, or a full address such as https://docs.example/podlab/');
  process.exitCode = 2;
} else {
  try {
    const { files } = rebaseSite(folder, address);
    console.log(`${folder} is now a site for ${address.origin}${address.base} (${files} files)`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
