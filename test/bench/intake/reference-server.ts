import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { env } from '~/env.server';
import { keyFor } from '~/lib/secrets.server';

/**
 * What intake is measured against: node:http with nothing on it, and `pg`. It answers only after its row is committed,
 * as the app does, with the same headers that the sender needs.
 *
 * It does: read the body; check the HMAC of a webhook over the raw bytes in constant time; check and unpack the signed
 * token of a click; store the raw text, or the click's row, durably.
 * It does not: route beyond a few string comparisons; look for a shop; recognise duplicates; know topics; ask for
 * anything to be worked on; parse or check a pixel event; look up where a click leads or sign its id; score a click; bound
 * its queue; log.
 *
 * Below `/immediate` each request is an insert of its own over a small pool; below `/grouped` what arrives while an
 * insert is under way shares the next one. The bench takes whichever is faster.
 */
const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 10 });

await pool.query(`
  CREATE TABLE IF NOT EXISTS reference_webhook (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
  CREATE TABLE IF NOT EXISTS reference_pixel (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
  CREATE TABLE IF NOT EXISTS reference_click (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), delivery_id bigint NOT NULL,
    version_id bigint NOT NULL, link_position int NOT NULL, user_agent text)`);

type Row = (string | number | Buffer)[];
type Store = (row: Row) => Promise<void>;

const TABLES = {
  webhook: { into: 'reference_webhook (body)', row: ['text'] },
  pixel: { into: 'reference_pixel (body)', row: ['text'] },
  click: {
    into: 'reference_click (delivery_id, version_id, link_position, user_agent)',
    row: ['bigint', 'bigint', 'int', 'text'],
  },
};

/** One prepared insert of so many rows. Bodies are given as bytes, which travel as they are. */
function insert(table: keyof typeof TABLES, rows: Row[]): Promise<unknown> {
  const { into, row } = TABLES[table];
  let at = 0;
  const tuples = rows.map(() => `(${row.map((type) => `$${(at += 1)}::${type}`).join()})`).join();
  return pool.query({
    name: `${table} ${rows.length}`,
    text: `INSERT INTO ${into} VALUES ${tuples}`,
    values: rows.flat(),
  });
}

const immediately =
  (table: keyof typeof TABLES): Store =>
  async (row) => {
    await insert(table, [row]);
  };

function grouped(table: keyof typeof TABLES): Store {
  let waiting: { row: Row; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing = false;
  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await insert(
          table,
          group.map(({ row }) => row),
        );
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = false;
  };
  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (!writing) void write();
    });
}

const storesBelow = (way: (table: keyof typeof TABLES) => Store) => ({
  webhook: way('webhook'),
  pixel: way('pixel'),
  click: way('click'),
});
const STORES = { '/immediate': storesBelow(immediately), '/grouped': storesBelow(grouped) };

const linkKey = keyFor('link');
const webhookKey = createSecretKey(Buffer.from(env.SHOPIFY_API_SECRET));

/** The numbers of a link token; undefined where its MAC is not right. */
function readToken(token: string): number[] | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, -8);
  const mac = createHmac('sha256', linkKey).update(body).digest().subarray(0, 8);
  const given = bytes.subarray(-8);
  if (given.length !== mac.length || !timingSafeEqual(mac, given)) return undefined;
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of body) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      numbers.push(value);
      value = 0;
      scale = 1;
    }
  }
  return numbers;
}

function isSigned(body: Buffer, given: string | string[] | undefined): boolean {
  const expected = createHmac('sha256', webhookKey).update(body).digest();
  const told = Buffer.from(String(given ?? ''), 'base64');
  return told.length === expected.length && timingSafeEqual(told, expected);
}

function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, way = '', path = ''] = /^(\/immediate|\/grouped)(.*)$/.exec(request.url ?? '') ?? [];
  const store = STORES[way as keyof typeof STORES];
  if (path === '/webhooks') {
    const body = await bodyOf(request);
    if (!isSigned(body, request.headers['x-shopify-hmac-sha256'])) return end(response, 401);
    await store.webhook([body]);
    return end(response, 200);
  }
  if (path === '/pixel') {
    await store.pixel([await bodyOf(request)]);
    return end(response, 204, { 'Access-Control-Allow-Origin': '*' });
  }
  const [, deliveryId, versionId, position] = readToken(path.slice('/l/'.length)) ?? [];
  if (deliveryId === undefined || versionId === undefined || position === undefined)
    return end(response, 404);
  await store.click([deliveryId, versionId, position, request.headers['user-agent'] ?? '']);
  return end(response, 302, { Location: 'https://harbour.example/', 'Cache-Control': 'no-store' });
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': '0' }).end();
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => end(response, 503));
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
process.once('SIGTERM', () => process.exit(0));
