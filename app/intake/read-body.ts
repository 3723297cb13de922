import type { Context } from 'hono';
import type { IncomingMessage } from 'node:http';
import { headerOf, incomingOf } from '~/intake/request-head';

/**
 * The raw bytes of a request's body, or undefined where there are more than `limit`: those are not read.
 * @throws where the connection ends before the body
 */
export async function readBody(c: Context, limit: number): Promise<Buffer | undefined> {
  if (Number(headerOf(c, 'content-length') ?? 0) > limit) return undefined;
  const incoming = incomingOf(c);
  return incoming ? readIncoming(incoming, limit) : readStream(c.req.raw.body, limit);
}

/** Over real HTTP Node's own request is read: a stream of the web's kind costs a copy of each body, and more. */
function readIncoming(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (incoming.readableEnded) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= limit) return;
      incoming.off('data', take).pause();
      resolve(undefined);
    };
    incoming
      .on('data', take)
      .once('end', () => resolve(joined(chunks)))
      .once('error', reject);
  });
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Buffer | undefined> {
  const reader = body?.getReader();
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

/** Most bodies come in one piece, which is not copied. */
export const joined = (chunks: Buffer[]): Buffer =>
  chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
