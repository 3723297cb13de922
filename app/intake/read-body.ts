import type { Context } from 'hono';

/**
 * The raw bytes of a request's body, or undefined where there are more than `limit`: those are not read. A body that
 * says its length cannot be longer, HTTP's framing sees to that, so it is taken as a whole, which is the fast way.
 */
export async function readBody(c: Context, limit: number): Promise<Buffer | undefined> {
  const said = c.req.header('content-length');
  if (Number(said ?? 0) > limit) return undefined;
  if (said !== undefined) return Buffer.from(await c.req.arrayBuffer());

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
