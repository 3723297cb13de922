import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Shop } from '~/db.server';
import { notFound } from '~/intake/answers';
import { PAGE_HEADERS, plainPage } from '~/intake/plain-page';
import { confirmRecipient, removeRecipient } from '~/reports/digest/digest-store.server';
import { type DigestLink, readDigestToken } from '~/reports/digest/digest-token.server';
import { findShop } from '~/shopify/shop-store.server';
import { countDrop } from '~/tracking/count-drop.server';

const ASKS: Record<DigestLink, { title: string; text: (shop: string) => string; button: string }> = {
  confirm: {
    title: 'Receive the digest?',
    text: (shop) => `Reports of ${shop} by e-mail, as often as the shop chose.`,
    button: 'Yes, send it to me',
  },
  stop: {
    title: 'Stop the digest?',
    text: (shop) => `You will get no more reports of ${shop} by e-mail.`,
    button: 'Stop',
  },
};

/** GET /digest/:does/:token: asks. Mail scanners open links, so looking at the page changes nothing. */
export async function digestPage(c: Context): Promise<Response> {
  const asked = await askedBy(c);
  if (!asked) return refuse(c);
  const { title, text, button } = ASKS[asked.does];
  return c.html(
    plainPage(
      title,
      html`<p>${text(asked.shop.name)}</p>
        <form method="post"><button>${button}</button></form>`,
    ),
    200,
    PAGE_HEADERS,
  );
}

/** POST /digest/:does/:token: the page's button, or a mail program's one click (RFC 8058). */
export async function digestByPost(c: Context): Promise<Response> {
  const asked = await askedBy(c);
  if (!asked) return refuse(c);
  const { does, shop, recipientId } = asked;
  if (does === 'stop') {
    await removeRecipient(shop.id, recipientId);
    return c.html(plainPage('Stopped', html`<p>You will get no more of it.</p>`), 200, PAGE_HEADERS);
  }
  if (!(await confirmRecipient(shop.id, recipientId, new Date()))) return refuse(c);
  return c.html(
    plainPage('Confirmed', html`<p>The next digest of ${shop.name} comes to you.</p>`),
    200,
    PAGE_HEADERS,
  );
}

async function askedBy(
  c: Context,
): Promise<{ does: DigestLink; shop: Shop; recipientId: bigint } | undefined> {
  const does = c.req.param('does');
  if (does !== 'confirm' && does !== 'stop') return undefined;
  const read = readDigestToken(does, c.req.param('token') ?? '');
  const shop = read && (await findShop(read.shop));
  return shop && { does, shop, recipientId: read.recipientId };
}

function refuse(c: Context): Response {
  countDrop('digest', 'bad_token', new Date());
  return notFound(c);
}
