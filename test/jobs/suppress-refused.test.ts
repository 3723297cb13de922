import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Handover } from '~/channels/channel';
import { handoverOf } from '~/channels/email/smtp-failure';
import { bounceOfTwilio, handoverOfTwilio } from '~/channels/twilio-failure';
import { bounceOfMeta } from '~/channels/whatsapp/meta-failure';
import { saveProvider } from '~/channels/provider-store.server';
import { db, type Shop } from '~/db.server';
import { concludeBatch } from '~/jobs/conclude-batch';
import { claimWithinCap } from '~/messaging/claim-within-cap.server';
import { compiledVersion, deliver } from '~/messaging/deliver.server';
import { unscopedSettleDeliveries } from '~/messaging/delivery-store.server';
import { takeReport } from '~/messaging/take-report.server';
import { member } from '#test/support/campaign-factory';
import { answering, MUCH_LATER, sendDue, startCampaign } from '#test/support/delivery-factory';
import { SENDER, twilioCredentials } from '#test/support/phone-providers.ts';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
  for (const channel of ['sms', 'whatsapp', 'voice'] as const)
    await saveProvider(shop.id, channel, { sender: SENDER, credentials: twilioCredentials }, MUCH_LATER);
});

const ada = member(40_001);
const refusedByMailServer = (command: string, response: string) =>
  handoverOf({ code: 'EENVELOPE', responseCode: 550, command, response, message: '' }, false);

/** Sends one message to Ada as the worker does, with everything that follows from it. */
async function sendToAda(channel: Channel, handover: Handover) {
  const { deliveries } = await startCampaign(shop, [ada], {
    channel,
    text: 'Tea',
    trackSales: channel !== 'voice',
  });
  const [delivery] = deliveries;
  if (!delivery) throw new Error('no delivery');
  const [claimed] = await claimWithinCap(shop.id, delivery.versionId, 1, 'sender-test', MUCH_LATER);
  if (!claimed) return delivery;
  const message = await compiledVersion(shop.id, delivery.versionId);
  const settlement = await deliver(claimed, message, answering(handover));
  await unscopedSettleDeliveries([{ delivery: claimed, settlement }], MUCH_LATER);
  await concludeBatch([{ delivery: claimed, settlement }], MUCH_LATER);
  return db.delivery.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id: delivery.id } } });
}
const listed = async () =>
  (await db.suppression.findMany({ where: { shopId: shop.id } })).map(({ channel, reason }) => [
    channel,
    reason,
  ]);

describe('an address that is refused while a message is handed over', () => {
  it('is written to no more where the mail server says that there is none', async () => {
    const refusal = refusedByMailServer('RCPT TO', '550 5.1.1 No such user');
    expect(await sendToAda('email', refusal)).toMatchObject({ state: 'failed', bounce: 'hard' });
    expect(await listed()).toEqual([['email', 'hard_bounce']]);
    expect(await sendToAda('email', refusal)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    expect(await sendToAda('sms', { outcome: 'accepted', providerMessageId: '1' })).toMatchObject({
      state: 'sent',
    });
  });

  it.each([
    ['a policy', 'RCPT TO', '550 5.7.1 You are on a block list'],
    ['the sender', 'MAIL FROM', '550 5.1.1 No such sender'],
    ['nobody knows what', 'RCPT TO', '550 Not wanted'],
  ])('stays on where the refusal is about %s', async (_what, command, response) => {
    expect(await sendToAda('email', refusedByMailServer(command, response))).toMatchObject({
      state: 'failed',
      bounce: null,
    });
    expect(await listed()).toEqual([]);
  });

  it('as a number that is none is called no more', async () => {
    const refusal = handoverOfTwilio({ status: 400, code: 21211, message: 'Not a valid number' });
    expect(await sendToAda('voice', refusal)).toMatchObject({ state: 'failed' });
    expect(await listed()).toEqual([['voice', 'invalid_number']]);
  });

  it('that was suppressed after a message was queued is skipped when that is taken in hand', async () => {
    const first = await startCampaign(shop, [ada]);
    await sendToAda('email', refusedByMailServer('RCPT TO', '550 5.1.1 No such user'));
    const [queued] = first.deliveries;
    if (!queued) throw new Error('no delivery');
    expect(await sendDue(queued, answering({ outcome: 'accepted', providerMessageId: '1' }))).toEqual({
      state: 'skipped',
      reason: 'suppressed',
    });
  });
});

describe('a number that a provider reports as unreachable', () => {
  it('is suppressed at once, or after the third time in a row, and once for a doubled report', async () => {
    const report = async (bounce: 'hard' | 'soft' | undefined) => {
      const { id } = await sendToAda('whatsapp', { outcome: 'accepted', providerMessageId: '1' });
      const failed = { status: 'failed' as const, reason: 'failed', bounce };
      for (let twice = 0; twice < 2; twice += 1) await takeReport(shop.id, id, failed, MUCH_LATER);
      return listed();
    };
    expect(await report(bounceOfMeta(131026))).toEqual([]);
    expect(await report(bounceOfMeta(131026))).toEqual([]);
    expect(await report(bounceOfMeta(131049))).toEqual([]);
    expect(await report(bounceOfMeta(131026))).toEqual([['whatsapp', 'soft_bounces']]);
    await db.suppression.deleteMany({ where: { shopId: shop.id } });
    expect(await report(bounceOfTwilio(63024))).toEqual([['whatsapp', 'invalid_number']]);
  });
});
