import type { Context } from 'hono';
import { requestOf } from '~/intake/redirect';
import { QueueFull } from '~/lib/group-commit';
import { logger } from '~/lib/logger.server';
import { countDrop } from '~/tracking/count-drop.server';
import { readOpenToken } from '~/tracking/link-token.server';
import { recordOpen } from '~/tracking/record-open.server';

/** A transparent image of one pixel. */
const IMAGE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** GET and HEAD /o/:token: the image, whatever becomes of the open; a reader has no use for a broken one. */
export async function open(c: Context): Promise<Response> {
  const now = new Date();
  const opened = readOpenToken(c.req.param('token') ?? '');
  try {
    if (opened) await recordOpen(opened, requestOf(c), now);
    else countDrop('open', 'bad_token', now);
  } catch (error) {
    countDrop('open', error instanceof QueueFull ? 'queue_full' : 'not_stored', now);
    logger.error({ reason: error instanceof Error ? error.name : 'unknown' }, 'open_not_stored');
  }
  return c.body(IMAGE, 200, {
    'Content-Type': 'image/gif',
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
  });
}
