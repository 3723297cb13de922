import { expect, it } from 'vitest';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { countOpens } from '~/reports/opens.server';
import { openToken } from '~/tracking/link-token.server';
import { makeSentMessage } from '#test/support/attribution-factory.ts';
import { dropsOf } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const MAIL_PROGRAM = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Thunderbird/140.0';
const show = (token: string, agent = MAIL_PROGRAM) =>
  intake.request(`/o/${token}`, { headers: { 'User-Agent': agent } });

it('the image at the end of an e-mail tells who displayed it, and nothing of them', async () => {
  const shop = await makeShop();
  const { delivery, version } = await makeSentMessage(shop, { sentAt: new Date(Date.now() - 60_000) });
  const token = openToken(shop.id, delivery.id, version.id);
  const answers = [await show(token), await show(token), await show(token, 'Mozilla/5.0')];
  for (const answer of answers) {
    expect([answer.status, answer.headers.get('Content-Type'), answer.headers.get('Cache-Control')]).toEqual([
      200,
      'image/gif',
      'no-store',
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toMatch(/^GIF89a\x01\0\x01\0.*;$/s);
  }
  const kept = await db.messageOpen.findMany({ where: { shopId: shop.id }, orderBy: { at: 'asc' } });
  expect(kept.map(({ verdict, verdictReason }) => [verdict, verdictReason])).toEqual([
    ['human', null],
    ['human', null],
    ['machine', 'privacy_proxy'],
  ]);
  expect(await countOpens(shop, [version.id])).toEqual({ unique: 1, machine: 1 });
});

it('an open within two seconds after the hand-over is a machine’s', async () => {
  const shop = await makeShop();
  const { delivery, version } = await makeSentMessage(shop, { sentAt: new Date() });
  await show(openToken(shop.id, delivery.id, version.id));
  expect(await countOpens(shop, [version.id])).toEqual({ unique: 0, machine: 1 });
});

it('an image that nobody asked us for is shown all the same, and counted as dropped', async () => {
  const shop = await makeShop();
  const { delivery, version } = await makeSentMessage(shop);
  const token = openToken(shop.id, delivery.id, version.id);
  const before = await dropsOf('open', 'bad_token');
  expect((await show(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(200);
  await expect.poll(() => dropsOf('open', 'bad_token')).toBe(before + 1);
  expect(await db.messageOpen.count({ where: { shopId: shop.id } })).toBe(0);
});
