import { afterEach, describe, expect, it } from 'vitest';
import { checkLinks, MOST_LINKS } from '~/campaigns/check-links.server';
import { startWebServer, type WebServer } from '#test/support/web-server.ts';

const TAGS = { source: 'newsletter', medium: 'email', campaign: 'spring' };
const QUERY = '?utm_source=newsletter&utm_medium=email&utm_campaign=spring';

const servers: WebServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});
async function serving(...given: Parameters<typeof startWebServer>): Promise<string> {
  const server = await startWebServer(...given);
  servers.push(server);
  return server.url;
}

const check = async (links: string[], shopHosts = ['127.0.0.1']) => {
  const outcome = await checkLinks(1, 1n, { links, tags: TAGS, shopHosts });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
};

describe('checking the links of a message', () => {
  it('says of each, in order, what becomes of it', async () => {
    const shop = await serving((request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/drops')) response.writeHead(301, { location: '/tea' }).end();
      else if (path.startsWith('/gone')) response.writeHead(404).end();
      else if (path.startsWith('/locked')) response.writeHead(302, { location: `/password${QUERY}` }).end();
      else response.writeHead(200).end();
    });
    const links = ['/tea', '/drops', '/gone', '/locked'].map((path) => `${shop}${path}${QUERY}`);
    expect((await check(links)).map(({ link, verdict }) => [link, verdict])).toEqual([
      [links[0], 'healthy'],
      [links[1], 'tags_dropped'],
      [links[2], 'not_found'],
      [links[3], 'password_page'],
    ]);
    expect(await check([links[0] ?? ''], ['shop.test'])).toMatchObject([{ verdict: 'leaves_the_shop' }]);
  });

  it('fills merge tags in with somebody’s values before', async () => {
    const asked: string[] = [];
    const shop = await serving((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    expect(
      await check([`${shop}/hi/{{ first_name }}${QUERY}&to={{ email | default: "nobody" }}`]),
    ).toMatchObject([{ verdict: 'healthy' }]);
    expect(asked).toEqual([`/hi/Ada${QUERY}&to=ada%40example.com`]);
  });

  it('opens no address that is not public, but those of the environment’s setting', async () => {
    expect(await check([`http://169.254.169.254/${QUERY}`, `http://10.0.0.1/${QUERY}`])).toMatchObject([
      { verdict: 'refused_address' },
      { verdict: 'refused_address' },
    ]);
  });

  it('follows five at a time and thirty in all', async () => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const shop = await serving((_, response) => {
      most = Math.max(most, (open += 1));
      waiting.push(() => {
        open -= 1;
        response.end();
      });
      // The fifth lets all of them go: fewer at a time would wait for it for ever.
      if (waiting.length === 5) for (const answer of waiting.splice(0)) answer();
    });
    const links = Array.from({ length: 40 }, (_, number) => `${shop}/${number}${QUERY}`);
    expect((await check(links)).map(({ link }) => link)).toEqual(links.slice(0, MOST_LINKS));
    expect(most).toBe(5);
  });

  it('is done for one campaign once at a time, and again afterwards', async () => {
    let arrived: (answer: () => void) => void = () => undefined;
    const request = new Promise<() => void>((resolve) => (arrived = resolve));
    const shop = await serving((_, response) => arrived(() => response.end()));
    const links = { links: [`${shop}/${QUERY}`], tags: TAGS, shopHosts: ['127.0.0.1'] };
    const first = checkLinks(1, 7n, links);
    const answer = await request;
    expect(await checkLinks(1, 7n, links)).toEqual({ ok: false, reason: 'already_running' });
    expect(await checkLinks(2, 7n, { ...links, links: [] })).toEqual({ ok: true, value: [] });
    answer();
    expect(await first).toMatchObject({ ok: true });
    expect(await checkLinks(1, 7n, { ...links, links: [] })).toEqual({ ok: true, value: [] });
  });
});
