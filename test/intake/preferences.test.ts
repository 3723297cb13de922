import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { unsubscribeToken } from '~/tracking/link-token.server';
import { makeDelivery, waitingJobs } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const BEFORE = new Date('2026-10-01T08:00:00Z');

/** A contact with these consents, and the page behind the link in a message to it. */
async function reader(
  consents: { email?: string; sms?: string; whatsapp?: string },
  channel: 'email' | 'sms' | 'whatsapp' | 'voice' = 'email',
) {
  const shop = await makeShop();
  const { contactId, deliveryId } = await makeDelivery(shop);
  const { email = 'not_subscribed', sms = 'not_subscribed', whatsapp = 'not_subscribed' } = consents;
  const shopId_id = { shopId: shop.id, id: contactId };
  await db.contact.update({
    where: { shopId_id },
    data: {
      ...{ emailConsent: email, emailConsentAt: BEFORE },
      ...{ smsConsent: sms, smsConsentAt: BEFORE },
      ...{ whatsappConsent: whatsapp, whatsappConsentAt: BEFORE },
    },
  });
  await db.delivery.update({
    where: { shopId_id: { shopId: shop.id, id: deliveryId } },
    data: { channel },
  });
  const path = `/u/${unsubscribeToken(shop.id, deliveryId)}`;
  const post = async (body: [string, string][], to = `${path}/preferences`) => {
    const response = await intake.request(to, { method: 'POST', body: new URLSearchParams(body) });
    return { status: response.status, page: await response.text() };
  };
  return {
    path,
    post,
    deliveryId,
    shop,
    open: async () => (await intake.request(path)).text(),
    consents: async () => {
      const contact = await db.contact.findUniqueOrThrow({ where: { shopId_id } });
      return [contact.emailConsent, contact.smsConsent, contact.whatsappConsent];
    },
    told: async () =>
      (await waitingJobs<{ shopId: number; channel: string; consent: string }>('write-consent'))
        .filter(({ shopId }) => shopId === shop.id)
        .map((job) => `${job.channel} ${job.consent}`),
    unsubscribedAt: async () =>
      (
        await db.delivery.findUniqueOrThrow({
          where: { shopId_id: { shopId: shop.id, id: deliveryId } },
        })
      ).unsubscribedAt,
  };
}

/** What a browser would send of the page's form: with these boxes checked. */
function sent(page: string, keep: string[]): [string, string][] {
  const hidden = [...page.matchAll(/type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)];
  return [
    ...hidden.map(([, name = '', value = '']): [string, string] => [name, value]),
    ...keep.map((channel): [string, string] => ['keep', channel]),
  ];
}

/** The boxes of a page, those checked with a plus. */
const boxesOf = (page: string) =>
  [...page.matchAll(/name="keep"\s+value="(\w+)"\s+(checked)?/g)].map(
    ([, channel, checked]) => `${checked ? '+' : '-'}${channel}`,
  );

describe('the page behind an unsubscribe link', () => {
  it.each([
    ['email', 'marketing e-mails'],
    ['sms', 'SMS'],
    ['whatsapp', 'WhatsApp messages'],
    ['voice', 'SMS'],
  ] as const)('of a message by %s asks about %s', async (channel, words) => {
    const { open, post, path } = await reader({ email: 'subscribed', sms: 'subscribed' }, channel);
    expect(await open()).toContain(`Stop receiving ${words} from <strong>Café Größe</strong>?`);
    expect((await post([], path)).page).toContain(`You will receive no more ${words} from Café Größe.`);
  });

  it('offers each channel with a consent, and no other', async () => {
    const both = await reader({ email: 'subscribed', sms: 'unsubscribed', whatsapp: 'subscribed' });
    expect(boxesOf(await both.open())).toEqual(['+email', '+whatsapp']);
    expect(boxesOf(await (await reader({ email: 'subscribed', sms: 'pending' })).open())).toEqual([]);
  });
});

describe('saving what one wants', () => {
  it('withdraws what is unchecked, has Shopify told, and notes it where the message’s own channel went', async () => {
    const { open, post, consents, told, unsubscribedAt } = await reader({
      email: 'subscribed',
      sms: 'subscribed',
      whatsapp: 'subscribed',
    });
    const first = await post(sent(await open(), ['email', 'whatsapp']));
    expect(first.page).toContain('Café Größe may send you: E-mails, WhatsApp messages.');
    expect(await unsubscribedAt()).toBeNull();
    await post(sent(first.page, ['whatsapp']));
    expect(await consents()).toEqual(['unsubscribed', 'unsubscribed', 'subscribed']);
    expect((await told()).sort()).toEqual(['email unsubscribed', 'sms unsubscribed']);
    expect(await unsubscribedAt()).not.toBeNull();
  });

  it('stops all at one press, also what the page did not show', async () => {
    const { post, consents } = await reader({ email: 'subscribed', sms: 'subscribed' }, 'sms');
    const { page } = await post([['nothing', '1']]);
    expect(page).toContain('You will receive nothing more from Café Größe.');
    expect(await consents()).toEqual(['unsubscribed', 'unsubscribed', 'not_subscribed']);
  });

  it('leaves alone what the page did not show', async () => {
    const { post, consents } = await reader({ email: 'subscribed', sms: 'subscribed' });
    await post([['shown', 'email']]);
    expect(await consents()).toEqual(['unsubscribed', 'subscribed', 'not_subscribed']);
  });

  it('gives back what the same visit withdrew, by the button too', async () => {
    const { post, path, consents, told } = await reader({ email: 'subscribed', sms: 'subscribed' });
    const { page } = await post([], path);
    expect(boxesOf(page)).toEqual(['-email', '+sms']);
    const again = await post(sent(page, ['email', 'sms']));
    expect(boxesOf(again.page)).toEqual(['+email', '+sms']);
    expect(await consents()).toEqual(['subscribed', 'subscribed', 'not_subscribed']);
    expect(await told()).toEqual(['email subscribed']);
  });

  it('never gives a consent that this visit did not withdraw', async () => {
    const { open, post, consents, told, path } = await reader({
      email: 'subscribed',
      sms: 'unsubscribed',
      whatsapp: 'not_subscribed',
    });
    const { page } = await post([], path);
    const everything: [string, string][] = ['email', 'sms', 'whatsapp'].flatMap((channel) => [
      ['shown', channel],
      ['keep', channel],
    ]);
    const visit = sent(page, []).filter(([name]) => name === 'visit');
    await post([...everything]);
    expect(await consents()).toEqual(['unsubscribed', 'unsubscribed', 'not_subscribed']);
    await post([...visit, ...everything]);
    expect(await consents()).toEqual(['subscribed', 'unsubscribed', 'not_subscribed']);
    expect(await told()).toEqual(['email subscribed']);
    await post([], path);
    await post(sent(await open(), ['email']));
    expect(await consents()).toEqual(['unsubscribed', 'unsubscribed', 'not_subscribed']);
  });

  it('takes no visit of somebody else’s, nor an altered one', async () => {
    const mine = await reader({ email: 'subscribed' });
    const theirs = await reader({ email: 'subscribed' });
    const { page } = await theirs.post([], theirs.path);
    await mine.post([], mine.path);
    const visit = sent(page, []).find(([name]) => name === 'visit')?.[1] ?? '';
    for (const token of [visit, `${visit.slice(0, -1)}${visit.endsWith('A') ? 'B' : 'A'}`, ''])
      await mine.post([
        ['visit', token],
        ['shown', 'email'],
        ['keep', 'email'],
      ]);
    expect(await mine.consents()).toEqual(['unsubscribed', 'not_subscribed', 'not_subscribed']);
  });

  it('with a token that we did not make, or too much to read, is a 404', async () => {
    const { post, path, consents } = await reader({ email: 'subscribed' });
    const altered = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
    expect((await post([['nothing', '1']], `${altered}/preferences`)).status).toBe(404);
    expect((await post([['nothing', '1'.repeat(5_000)]])).status).toBe(404);
    expect(await consents()).toEqual(['subscribed', 'not_subscribed', 'not_subscribed']);
  });
});
