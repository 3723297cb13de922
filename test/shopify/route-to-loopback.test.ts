import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOn, type Listening } from './listening.ts';

let shopify: Listening;

beforeAll(async () => {
  const server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} for ${String(request.headers['x-emulated-host'])}`);
  });
  shopify = await listenOn(server, 0);
});

afterAll(() => shopify.stop());

/** What a process with the preload prints that fetches this address. */
async function fetchIn(address: string): Promise<string> {
  const code = `fetch(${JSON.stringify(address)}, { method: 'POST', headers: { a: 'b' }, body: 'x' })
    .then((response) => response.text(), (error) => String(error.cause ?? error))
    .then(console.log)`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './test/shopify/route-to-loopback.mjs', '--eval', code],
    { env: { ...process.env, LOCAL_SHOPIFY_URL: shopify.url } },
  );
  return stdout.trim();
}

describe('a process with the preload', () => {
  it('reaches the local Shopify under the name of a shop', async () => {
    expect(await fetchIn('https://a-shop.myshopify.com/admin/x.json')).toBe(
      'POST /admin/x.json for a-shop.myshopify.com',
    );
  });

  it('reaches it too where Shopify has uploads sent', async () => {
    const host = 'shopify-staged-uploads.storage.googleapis.com';
    expect(await fetchIn(`https://${host}/`)).toBe(`POST / for ${host}`);
  });

  it('reaches this machine as it is', async () => {
    expect(await fetchIn(`${shopify.url}/x`)).toBe('POST /x for undefined');
  });

  it.each([
    'https://example.com/',
    'https://myshopify.com.example.com/',
    'https://another.storage.googleapis.com/',
    'http://10.0.0.1/',
  ])('does not reach %s', async (address) => {
    expect(await fetchIn(address)).toContain('no request may leave this machine');
  });
});
