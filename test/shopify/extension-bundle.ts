import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The extensions by their handles. */
type Extension = 'web-pixel' | 'order-receipt';

const folderOf = (extension: Extension) => join(PROJECT, 'extensions', extension);
const bundleOf = (extension: Extension) => join(folderOf(extension), `dist/${extension}.js`);

/**
 * An extension as `shopify app build` writes it, built now where it is missing or older than its sources.
 * @throws Error with what the Shopify CLI said where it does not build
 */
export async function builtExtension(extension: Extension): Promise<string> {
  if (!(await isFresh(extension))) await build(extension);
  return readFile(bundleOf(extension), 'utf8');
}

async function isFresh(extension: Extension): Promise<boolean> {
  const folder = folderOf(extension);
  const changed = async (path: string) => (await stat(path)).mtimeMs;
  const sources = (await readdir(join(folder, 'src'))).map((name) => join(folder, 'src', name));
  const newest = Math.max(
    ...(await Promise.all([...sources, join(folder, 'shopify.extension.toml')].map(changed))),
  );
  const built = await changed(bundleOf(extension)).catch(() => 0);
  return built > newest;
}

/** Runs the CLI on a copy of the app without its web part, in the project so that packages are found; then moves the result. */
async function build(extension: Extension): Promise<void> {
  const data = join(PROJECT, '.data');
  await mkdir(data, { recursive: true });
  const app = await mkdtemp(join(data, `${extension}-`));
  try {
    const folder = folderOf(extension);
    const copy = join(app, 'extensions', extension);
    await cp(folder, copy, { recursive: true, filter: (path) => !/[/\\](dist|node_modules)$/.test(path) });
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
    await mkdir(join(folder, 'dist'), { recursive: true });
    await rename(join(copy, `dist/${extension}.js`), bundleOf(extension));
  } finally {
    await rm(app, { recursive: true, force: true });
  }
}
