import type { Context } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { TEST_UNSUBSCRIBE } from '~/messaging/send-test.server';
import { CONSENT_CHANNELS, type ConsentChannel } from '~/contacts/contact';
import { notFound } from '~/intake/answers';
import { PAGE_HEADERS, plainPage } from '~/intake/plain-page';
import { readBody } from '~/intake/read-body';
import type { ShopId } from '~/lib/ids';
import { changePreferences } from '~/messaging/change-preferences.server';
import { loadPreferences, type Preferences } from '~/messaging/load-preferences.server';
import { bitsOf, channelsOfBits, type Visit, type Wishes } from '~/messaging/preferences';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import { findShop } from '~/shopify/shop-store.server';
import { countDrop } from '~/tracking/count-drop.server';
import { readUnsubscribeToken, readVisitToken, visitToken } from '~/tracking/link-token.server';

const MOST_BYTES = 4 * 1024;

/** What a message on each channel is called in a sentence. */
const MESSAGES: Record<ConsentChannel, string> = {
  email: 'marketing e-mails',
  sms: 'SMS',
  whatsapp: 'WhatsApp messages',
};
/** What each consent stands for: that to SMS is also the one to calls. */
const CHOICES: Record<ConsentChannel, string> = {
  email: 'E-mails',
  sms: 'SMS and calls',
  whatsapp: 'WhatsApp messages',
};

interface Recipient {
  shop: { id: ShopId; name: string };
  deliveryId: bigint;
  token: string;
}

/** GET /u/:token: asks. Mail scanners and previews open links, so looking at the page changes nothing. */
export async function unsubscribePage(c: Context): Promise<Response> {
  if (c.req.param('token') === TEST_UNSUBSCRIBE) return testPage(c);
  const now = new Date();
  const recipient = await recipientOf(c);
  if (typeof recipient === 'string') return refuse(c, recipient);
  const visit = { at: now, withdrawn: [] };
  const preferences = await loadPreferences(recipient.shop.id, recipient.deliveryId, visit, now);
  if (!preferences) return refuse(c, 'not_found');
  const { channel, choices } = preferences;
  const others = choices.some((choice) => choice.channel !== channel);
  return answer(
    c,
    'Unsubscribe',
    html`<p>Stop receiving ${MESSAGES[channel]} from <strong>${recipient.shop.name}</strong>?</p>
      <form method="post">
        <button name="List-Unsubscribe" value="One-Click">Unsubscribe</button>
      </form>
      ${others ? choicesForm(recipient, preferences, visit) : ''}`,
  );
}

/**
 * POST /u/:token: the page's button, or a mail program's one click (RFC 8058). The signed token alone says who; what the
 * body holds makes no difference.
 */
export async function unsubscribeByPost(c: Context): Promise<Response> {
  if (c.req.param('token') === TEST_UNSUBSCRIBE) return testPage(c);
  const now = new Date();
  const recipient = await recipientOf(c);
  if (typeof recipient === 'string') return refuse(c, recipient);
  const { shop, deliveryId } = recipient;
  const unsubscribed = await unsubscribe(shop.id, deliveryId, now);
  if (!unsubscribed.ok) return refuse(c, unsubscribed.reason);
  const before = await loadPreferences(shop.id, deliveryId, { at: now, withdrawn: [] }, now);
  if (!before) return refuse(c, 'not_found');
  const visit = { at: now, withdrawn: [before.channel] };
  const preferences = (await loadPreferences(shop.id, deliveryId, visit, now)) ?? before;
  return answer(
    c,
    'You are unsubscribed',
    html`<p>You will receive no more ${MESSAGES[before.channel]} from ${shop.name}.</p>
      ${choicesForm(recipient, preferences, visit)}`,
  );
}

const wishesSchema = z
  .string()
  .transform((body) => new URLSearchParams(body))
  .transform((form) => ({ visit: form.get('visit') ?? '', wishes: wishesOf(form) }));

/** POST /u/:token/preferences: what the person wants of each channel that the page showed. */
export async function changePreferencesByPost(c: Context): Promise<Response> {
  const now = new Date();
  const recipient = await recipientOf(c);
  if (typeof recipient === 'string') return refuse(c, recipient);
  const { shop, deliveryId } = recipient;
  const raw = await readBody(c, MOST_BYTES);
  if (!raw) return refuse(c, 'too_large');
  const said = wishesSchema.parse(raw.toString('utf8'));
  const read = readVisitToken(said.visit, shop.id, deliveryId);
  const so = read ? { at: read.at, withdrawn: channelsOfBits(read.withdrawn) } : { at: now, withdrawn: [] };
  const visit = await changePreferences(shop.id, deliveryId, said.wishes, so, now);
  const preferences = visit && (await loadPreferences(shop.id, deliveryId, visit, now));
  if (!preferences) return refuse(c, 'not_found');
  const kept = preferences.choices.filter(({ subscribed }) => subscribed).map(({ channel }) => channel);
  return answer(
    c,
    'Your choice is saved',
    html`<p>
        ${
          kept.length === 0
            ? `You will receive nothing more from ${shop.name}.`
            : `${shop.name} may send you: ${kept.map((channel) => CHOICES[channel]).join(', ')}.`
        }
      </p>
      ${choicesForm(recipient, preferences, visit)}`,
  );
}

/** What was not on the page is left alone, but for who wants nothing at all. */
function wishesOf(form: URLSearchParams): Wishes {
  const nothing = form.get('nothing') !== null;
  const shown = form.getAll('shown');
  const kept = nothing ? [] : form.getAll('keep');
  return Object.fromEntries(
    CONSENT_CHANNELS.filter((channel) => nothing || shown.includes(channel)).map((channel) => [
      channel,
      kept.includes(channel),
    ]),
  );
}

function choicesForm({ shop, deliveryId, token }: Recipient, { choices }: Preferences, visit: Visit) {
  if (choices.length === 0) return '';
  return html`<h2>What ${shop.name} may send you</h2>
    <form method="post" action="/u/${token}/preferences">
      <input
        type="hidden"
        name="visit"
        value="${visitToken(shop.id, deliveryId, visit.at, bitsOf(visit.withdrawn))}"
      />
      <fieldset aria-label="What ${shop.name} may send you">
        ${choices.map(
          ({ channel, subscribed }) =>
            html`<input type="hidden" name="shown" value="${channel}" /><label
                ><input type="checkbox" name="keep" value="${channel}" ${subscribed ? 'checked' : ''} />
                ${CHOICES[channel]}</label
              >`,
        )}
      </fieldset>
      <button>Save</button>
      <button class="quiet" name="nothing" value="1">Stop all</button>
    </form>`;
}

/** Whom the address stands for; or why it stands for nobody. */
async function recipientOf(c: Context): Promise<Recipient | 'bad_token' | 'unknown_shop'> {
  const token = c.req.param('token') ?? '';
  const read = readUnsubscribeToken(token);
  if (!read) return 'bad_token';
  const shop = await findShop(read.shop);
  return shop ? { shop, deliveryId: read.deliveryId, token } : 'unknown_shop';
}

/** Where the link in a test message leads. */
const testPage = (c: Context) =>
  answer(
    c,
    'This was a test',
    html`<p>In the message itself, this link unsubscribes whoever received it.</p>`,
  );

const answer = (c: Context, title: string, content: ReturnType<typeof html>) =>
  c.html(plainPage(title, content), 200, PAGE_HEADERS);

function refuse(c: Context, reason: string): Response {
  countDrop('unsubscribe', reason, new Date());
  return notFound(c);
}
