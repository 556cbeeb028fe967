import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '../base-place.ts';
import { contentPolicy } from './content-policy.ts';
import { loadArtist } from './artist.ts';
import { writeOfflineCourse } from './offline-course.ts';

/**
 * Does to a site that Docusaurus has built what needs the finished pages: the policy for their content, their pictures for
 * links elsewhere, icons, the early loading of the text face, and the course to keep offline.
 * @param address the one that the site was built for
 */
export async function finishSite(folder: string, { origin, base }: Address): Promise<void> {
  const artist = await loadArtist();
  artist.drawIcons(folder);
  const font = readdirSync(join(folder, 'assets/fonts')).find((name) => name.startsWith('text-'));
  if (font === undefined) throw new Error('the text face is missing in assets/fonts');
  for (const file of pagesOf(folder)) {
    const html = readFileSync(join(folder, file), 'utf8');
    const path = file.replace(/(index)?\.html$/, '');
    const picture = `share/${path === '' ? 'front' : path.replace(/\/$/, '').replaceAll('/', '-')}.png`;
    artist.drawPage(join(folder, picture), { path, title: titleOf(html) });
    const early = [
      `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(html)}">`,
      `<link rel="preload" as="font" type="font/woff2" crossorigin href="${base}assets/fonts/${font}">`,
    ];
    const late = [
      `<meta property="og:image" content="${origin}${base}${picture}">`,
      '<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">',
      '<meta property="og:type" content="website"><meta property="og:site_name" content="Podlab">',
    ];
    writeFileSync(join(folder, file), intoHead(html, early.join(''), late.join('')));
  }
  writeOfflineCourse(folder);
}

function pagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

function titleOf(html: string): string {
  const title = /<title[^>]*>([^<]+)<\/title>/.exec(html)?.[1] ?? 'Podlab';
  const words = title.replace(/ \| Podlab$/, '');
  return words.replaceAll('&#x27;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

/** A policy counts for what comes after it, so it comes first; the encoding must stay within the first 1024 bytes. */
function intoHead(html: string, early: string, late: string): string {
  const charset = /<meta charset="?UTF-8"?>/i.exec(html);
  const end = html.indexOf('</head>');
  if (charset === null || end < 0) throw new Error('a page has no <meta charset> or no </head>');
  const at = charset.index + charset[0].length;
  return html.slice(0, at) + early + html.slice(at, end) + late + html.slice(end);
}
