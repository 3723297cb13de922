import { describe, expect, it } from 'vitest';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { campaignTest } from '~/campaigns/test-draft.server';
import type { Mail } from '~/channels/email/mail';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { sendTest } from '~/messaging/send-test.server';
import { makeCampaign, NOW } from '#test/support/campaign-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

async function sentTest(shop: Shop, id: bigint, to = 'owner@shop.test') {
  const draft = await loadCampaign(shop.id, id);
  if (!draft) throw new Error('no campaign');
  const mails: Mail[] = [];
  const outcome = await sendTest(
    shop,
    campaignTest(shop, draft, NOW),
    to,
    { first_name: 'Zoë' },
    {
      sender: 'news@shop.test',
      send: (mail) => {
        mails.push(mail as Mail);
        return Promise.resolve({ outcome: 'accepted', providerMessageId: 'x' });
      },
    },
  );
  return { outcome, mail: mails[0] };
}

const pathsIn = (html = '', door: string) =>
  [...html.matchAll(/href="([^"]+)"/g)].flatMap(([, url = '']) => {
    const { pathname } = new URL(url);
    return pathname.startsWith(door) ? pathname : [];
  });

describe('a test message', () => {
  it('is what a contact would get, marked in its subject', async () => {
    const shop = await makeShop();
    const { outcome, mail } = await sentTest(shop, await makeCampaign(shop));
    expect(outcome).toMatchObject({ ok: true, value: { outcome: 'accepted' } });
    expect(mail).toMatchObject({ to: 'owner@shop.test', subject: '[Test] Something warm, Zoë' });
    expect(mail?.html).toContain('Hello Zoë');
  });

  it('has links that lead to the tagged pages; nothing of it is kept, and no message is named by them', async () => {
    const shop = await makeShop();
    const { mail } = await sentTest(shop, await makeCampaign(shop));
    const [tea = '', mugs = ''] = pathsIn(mail?.html, '/l/');
    const answers = await Promise.all([intake.request(tea), intake.request(mugs)]);
    expect(answers.map(({ status }) => status)).toEqual([302, 302]);
    const tags = 'utm_source=newsletter&utm_medium=email&utm_campaign=winter_tea&utm_id=test';
    expect(answers.map(({ headers }) => headers.get('location'))).toEqual([
      `https://shop.test/tea?${tags}`,
      `https://shop.test/mugs?size=2&glaze=blue&${tags}`,
    ]);
    const of = { where: { shopId: shop.id } };
    expect(
      await Promise.all([db.click.count(of), db.delivery.count(of), db.messageVersion.count(of)]),
    ).toEqual([0, 0, 0]);
  });

  it('has an unsubscribe link that withdraws nothing', async () => {
    const shop = await makeShop();
    const { mail } = await sentTest(shop, await makeCampaign(shop));
    const [path = ''] = pathsIn(mail?.html, '/u/');
    for (const method of ['GET', 'POST']) {
      const answer = await intake.request(path, { method });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('This was a test');
    }
  });

  it('leads nowhere once its campaign is gone', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    const { mail } = await sentTest(shop, id);
    const [tea = ''] = pathsIn(mail?.html, '/l/');
    await db.campaign.delete({ where: { shopId_id: { shopId: shop.id, id } } });
    expect((await intake.request(tea)).status).toBe(404);
  });

  it('needs one address and something written', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    expect((await sentTest(shop, id, 'a@b.test, c@d.test')).outcome).toMatchObject({
      reason: 'not_an_address',
    });
    const empty = await makeCampaign(shop, { html: '', text: '' });
    expect((await sentTest(shop, empty)).outcome).toMatchObject({ reason: 'nothing_written' });
  });
});
