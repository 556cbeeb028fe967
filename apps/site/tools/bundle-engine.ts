import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getSwcJsMinimizerOptions, getSwcLoaderOptions, rspack } from '@docusaurus/faster';

export interface BundledCode {
  /** By name; without folders. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that the entry needs before it can run; the others are loaded by it. */
  readonly first: readonly string[];
}

/**
 * Bundles one entry with the site's own bundler and the options that Docusaurus gives it, by itself: in the site, where
 * other entries share its modules, it is split further and 1 to 4 % larger. `pnpm bench page-weight` weighs that.
 * @param target where the entry runs
 * @throws Error with the bundler's faults
 */
export async function bundleEngine(entry: string, target: 'web' | 'webworker'): Promise<BundledCode> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-bundle-'));
  const compiler = rspack({
    mode: 'production',
    context: dirname(entry),
    target,
    entry: { entry },
    // As a library, so that what the entry exports is used.
    output: {
      path: folder,
      publicPath: 'auto',
      filename: '[name].js',
      chunkFilename: '[id].js',
      library: { type: 'var', name: 'entry' },
    },
    resolve: { extensions: ['.mjs', '.js', '.ts', '.tsx', '.json'] },
    module: {
      rules: [
        {
          test: /\.[jt]sx?$/,
          exclude: /node_modules/,
          loader: 'builtin:swc-loader',
          options: getSwcLoaderOptions({ isServer: false, bundlerName: 'rspack' }),
        },
      ],
    },
    optimization: {
      splitChunks: false,
      minimizer: [
        // As Docusaurus does: the two packages' types of the same options differ in a form that is not used.
        new rspack.SwcJsMinimizerRspackPlugin({
          minimizerOptions: { minify: true, ...(getSwcJsMinimizerOptions() as object) },
        }),
      ],
    },
    performance: { hints: false },
  });
  try {
    const first = await new Promise<readonly string[]>((resolve, reject) => {
      compiler.run((error, stats) => {
        const found = stats?.toJson({ all: false, errors: true, entrypoints: true });
        const [fault] = found?.errors ?? [];
        if (error || fault) reject(error ?? new Error(fault?.message));
        else resolve((found?.entrypoints?.['entry']?.assets ?? []).map(({ name }) => name));
      });
    });
    return { files: new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))])), first };
  } finally {
    await new Promise<void>((resolve) => {
      compiler.close(() => resolve());
    });
    rmSync(folder, { recursive: true, force: true });
  }
}
