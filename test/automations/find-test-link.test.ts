import { describe, expect, it } from 'vitest';
import { loadAutomation, renameAutomation } from '~/automations/automation-store.server';
import { type Flow, sendSteps } from '~/automations/definition';
import { deleteAutomation } from '~/automations/delete-automation.server';
import { stepTest } from '~/automations/test-draft.server';
import type { Mail } from '~/channels/email/mail';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { sendTest } from '~/messaging/send-test.server';
import { email, flowOf, makeAutomation } from '#test/support/automation-factory.ts';
import { NOW } from '#test/support/campaign-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const tagged = (): Flow =>
  flowOf([
    email('a', {
      name: 'First hello',
      tracking: { on: true, source: 'customers', medium: 'email', campaign: '{{automation}}_{{step}}' },
    }),
  ]);

async function sentTest(shop: Shop, id: bigint): Promise<Mail | undefined> {
  const found = await loadAutomation(shop.id, id);
  const step = found && sendSteps(found.flow)[0];
  const message = step && found.messages.get(step.id);
  if (!message) throw new Error('no message');
  const mails: Mail[] = [];
  await sendTest(
    shop,
    stepTest(shop, found.automation.name, step, message),
    'owner@shop.test',
    { first_name: 'Zoë' },
    {
      sender: 'news@shop.test',
      send: (mail) => {
        mails.push(mail as Mail);
        return Promise.resolve({ outcome: 'accepted', providerMessageId: 'x' });
      },
    },
  );
  return mails[0];
}

async function follow(mail: Mail | undefined): Promise<Response> {
  const [, url = ''] = /href="([^"]+\/l\/[^"]+)"/.exec(mail?.html ?? '') ?? [];
  return intake.request(new URL(url).pathname);
}

describe('a test of a step’s message', () => {
  it('leads to the page with the step’s own tags, as they are now; nothing of it is kept', async () => {
    const shop = await makeShop();
    const id = await makeAutomation(shop, tagged());
    const mail = await sentTest(shop, id);
    expect(mail?.subject).toBe('[Test] Welcome, Zoë');
    const tags = (campaign: string) =>
      `https://shop.test/tea?utm_source=customers&utm_medium=email&utm_campaign=${campaign}&utm_id=test`;
    expect((await follow(mail)).headers.get('location')).toBe(tags('welcome_series_first_hello'));
    await renameAutomation(shop.id, id, 'Greetings', NOW);
    expect((await follow(mail)).headers.get('location')).toBe(tags('greetings_first_hello'));
    const of = { where: { shopId: shop.id } };
    expect(
      await Promise.all([db.click.count(of), db.delivery.count(of), db.messageVersion.count(of)]),
    ).toEqual([0, 0, 0]);
  });

  it('leads nowhere once its automation is deleted', async () => {
    const shop = await makeShop();
    const id = await makeAutomation(shop, tagged());
    const mail = await sentTest(shop, id);
    await deleteAutomation(shop.id, id, NOW);
    expect((await follow(mail)).status).toBe(404);
  });
});
