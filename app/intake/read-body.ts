import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { once } from 'node:events';

/**
 * The raw bytes of a request's body, or undefined where there are more than `limit`: those are not read. A body that
 * says its length cannot be longer, HTTP's framing sees to that, so it is taken as a whole, which is the fast way.
 */
export async function readBody(c: Context, limit: number): Promise<Buffer | undefined> {
  const said = c.req.header('content-length');
  if (Number(said ?? 0) > limit) return undefined;
  if (said !== undefined) return whole(c);

  const reader = (c.req.raw.body as ReadableStream<Uint8Array> | null)?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > limit) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks, length);
}

/** Over real HTTP Node's own request is read, which saves a copy of each body. */
async function whole(c: Context): Promise<Buffer> {
  const { incoming } = c.env as Partial<HttpBindings>;
  if (!incoming) return Buffer.from(await c.req.arrayBuffer());
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(incoming, 'end');
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
