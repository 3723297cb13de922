import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const EXTENSION = resolve(import.meta.dirname, '../../extensions/web-pixel');
const BUNDLE = join(EXTENSION, 'dist/web-pixel.js');
const PROJECT = resolve(import.meta.dirname, '../..');

/**
 * The pixel as `shopify app build` writes it, built now where it is missing or older than its sources.
 * @throws Error with what the Shopify CLI said where it does not build
 */
export async function builtPixel(): Promise<string> {
  if (!(await isFresh())) await build();
  return readFile(BUNDLE, 'utf8');
}

async function isFresh(): Promise<boolean> {
  const changed = async (path: string) => (await stat(path)).mtimeMs;
  const sources = (await readdir(join(EXTENSION, 'src'))).map((name) => join(EXTENSION, 'src', name));
  const newest = Math.max(
    ...(await Promise.all([...sources, join(EXTENSION, 'shopify.extension.toml')].map(changed))),
  );
  const built = await changed(BUNDLE).catch(() => 0);
  return built > newest;
}

/** Runs the CLI on a copy of the app without its web part, in the project so that packages are found; then moves the result. */
async function build(): Promise<void> {
  const data = join(PROJECT, '.data');
  await mkdir(data, { recursive: true });
  const app = await mkdtemp(join(data, 'pixel-'));
  try {
    const copy = join(app, 'extensions/web-pixel');
    await cp(EXTENSION, copy, { recursive: true, filter: (path) => !/[/\\](dist|node_modules)$/.test(path) });
    await cp(join(PROJECT, 'shopify.app.toml'), join(app, 'shopify.app.toml'));
    // As a workspace the extension needs no install of its own.
    await writeFile(
      join(app, 'package.json'),
      JSON.stringify({ private: true, workspaces: ['extensions/*'] }),
    );
    // Without a network the CLI's look for a newer version of itself fails after the build, in a promise nobody awaits.
    const node = ['--unhandled-rejections=warn', join(PROJECT, 'node_modules/@shopify/cli/bin/run.js')];
    await promisify(execFile)(process.execPath, [...node, 'app', 'build', '--path', app], {
      env: { ...process.env, NODE_OPTIONS: '', HOME: app, CI: '1', SHOPIFY_CLI_NO_ANALYTICS: '1' },
    });
    await mkdir(join(EXTENSION, 'dist'), { recursive: true });
    await rename(join(copy, 'dist/web-pixel.js'), BUNDLE);
  } finally {
    await rm(app, { recursive: true, force: true });
  }
}
