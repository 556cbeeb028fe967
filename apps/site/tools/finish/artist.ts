import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { build } from 'esbuild';
import subsetFont from 'subset-font';
import type { SharedPage } from './share-picture.tsx';

const require_ = createRequire(__filename);
const made = join(__dirname, '../../.generated/finish');

/** Draws what a page of HTML cannot show by itself: PNG files. */
export interface Artist {
  drawPage(file: string, page: SharedPage): void;
  drawIcons(folder: string): void;
}

type Pictures = typeof import('./share-picture.tsx');

/** Bundles our drawings, which are React components with styles, and makes fonts of a kind that resvg reads. */
export async function loadArtist(): Promise<Artist> {
  mkdirSync(made, { recursive: true });
  const bundle = join(made, 'share-picture.cjs');
  await build({
    entryPoints: [join(__dirname, 'share-picture.tsx')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    jsx: 'automatic',
    loader: { '.css': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const { sharePicture, icon } = require_(bundle) as Pictures;
  const colours = lightColours();
  const fontFiles = [await makeFont('text', 650), await makeFont('code', 500)];
  const draw = (file: string, svg: string, width: number): void => {
    const plain = svg.replaceAll(/var\((--[a-z-]+)\)/g, (whole, name: string) => colours.get(name) ?? whole);
    const drawn = new Resvg(plain, {
      fitTo: { mode: 'width', value: width },
      font: { fontFiles, loadSystemFonts: false },
    });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, drawn.render().asPng());
  };
  return {
    drawPage: (file, page) => draw(file, sharePicture(page, uidsFor(page.path)), 1200),
    drawIcons: (folder) => {
      for (const size of [180, 192, 512]) draw(join(folder, `icon-${size}.png`), icon(), size);
    },
  };
}

/** Three UIDs that stay the same as long as the page keeps its place. */
function uidsFor(path: string): readonly string[] {
  return [0, 1, 2].map((index) => {
    const hex = createHash('sha256').update(`${path} ${index}`).digest('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  });
}

const faces = {
  text: '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  code: '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
} as const;

async function makeFont(face: keyof typeof faces, weight: number): Promise<string> {
  const whole = readFileSync(require_.resolve(faces[face]));
  const letters = Array.from({ length: 0x17f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)).join('');
  const cut = await subsetFont(whole, `${letters}–—‘’“”…→×·`, {
    targetFormat: 'sfnt',
    variationAxes: { wght: weight },
  });
  const file = join(made, `${face}.ttf`);
  writeFileSync(file, cut);
  return file;
}

/** The tokens that hold for light, by name. */
function lightColours(): ReadonlyMap<string, string> {
  const css = readFileSync(require_.resolve('@podlab/lab-ui/look.css'), 'utf8');
  const light = css.slice(css.indexOf(':root {'), css.indexOf('}'));
  const colours = new Map(
    [...light.matchAll(/(--[a-z-]+):\s*(?:light-dark\(([^,]+),[^;]*|([^;]+));/g)].map(
      ([, name = '', ofTwo, value = '']) => [name, ofTwo ?? value] as const,
    ),
  );
  if (!colours.has('--pod-paper')) throw new Error('tokens.css has no --pod-paper in its first rule');
  return colours.set('--pod-text', textFamily).set('--pod-code', codeFamily);
}

const textFamily = 'Atkinson Hyperlegible Next';
const codeFamily = 'JetBrains Mono';
