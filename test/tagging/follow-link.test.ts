import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { followLink } from '~/tagging/follow-link.server';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}

const LOCAL = ['127.0.0.1'];

describe('following a link', () => {
  it('records each redirect and meta refresh with its absolute target', async () => {
    const base = await serving((request, response) => {
      if (request.url?.startsWith('/a')) response.writeHead(302, { location: '/b?utm_source=x' }).end();
      else if (request.url?.startsWith('/b'))
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<html><head><META HTTP-EQUIV="Refresh" CONTENT="0; URL='/c'"></head></html>`);
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>there</h1>');
    });
    expect(await followLink(`${base}/a`, LOCAL)).toEqual([
      { url: `${base}/a`, status: 302, next: `${base}/b?utm_source=x` },
      { url: `${base}/b?utm_source=x`, status: 200, next: `${base}/c` },
      { url: `${base}/c`, status: 200 },
    ]);
  });

  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
  ])('does not open %s', async (url) => {
    expect(await followLink(url)).toMatchObject([{ stopped: 'refused_address' }]);
  });

  it('refuses a private address at a later hop as well', async () => {
    let asked = 0;
    const base = await serving((_, response) => {
      asked += 1;
      response.writeHead(301, { location: 'http://169.254.169.254/secret' }).end();
    });
    const hops = await followLink(base, LOCAL);
    expect(hops.at(-1)).toEqual({ url: 'http://169.254.169.254/secret', stopped: 'refused_address' });
    expect(asked).toBe(1);
  });

  it('opens web addresses alone, at every hop', async () => {
    const base = await serving((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    expect((await followLink(base, LOCAL)).at(-1)).toMatchObject({ stopped: 'not_web' });
    expect(await followLink('javascript:alert(1)')).toMatchObject([{ stopped: 'not_web' }]);
  });

  it('gives up on a loop, on silence, and on a host that is not there', async () => {
    const loop = await serving((request, response) =>
      response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end(),
    );
    const hops = await followLink(`${loop}/1`, LOCAL, { hops: 4, milliseconds: 5_000, bytes: 1_000 });
    expect(hops).toHaveLength(5);
    expect(hops.at(-1)).toMatchObject({ stopped: 'too_many_hops' });

    const silent = await serving(() => undefined);
    expect(await followLink(silent, LOCAL, { hops: 4, milliseconds: 200, bytes: 1_000 })).toMatchObject([
      { stopped: 'too_slow' },
    ]);
    expect(await followLink('http://127.0.0.1:1/', LOCAL)).toMatchObject([{ stopped: 'unreachable' }]);
  });

  it('reads no more of a page than it may', async () => {
    let sent = 0;
    const endless = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) sent += 10_000;
        response.once('drain', more);
      };
      more();
    });
    expect(await followLink(endless, LOCAL, { hops: 2, milliseconds: 5_000, bytes: 50_000 })).toMatchObject([
      { status: 200 },
    ]);
    expect(sent).toBeLessThan(20_000_000);
  });
});
