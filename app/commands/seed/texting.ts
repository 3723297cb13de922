import { buy, click } from '~/commands/seed/buying';
import { harvestTemplate } from '~/commands/seed/drafts';
import { people, person } from '~/commands/seed/people';
import { ago, after, campaignScenario, type Scenario } from '~/commands/seed/scenario';
import { begin, deliveryTo, handOut, refusedWith } from '~/commands/seed/sending';
import { takeReply } from '~/messaging/take-reply.server';
import { takeReport } from '~/messaging/take-report.server';

const HOUR = 60;

/** What goes to telephones: reported on, answered, earning. */
export const texting: Scenario[] = [
  campaignScenario(
    'Kettle weekend',
    'SMS: delivered, failed afterwards, no number, a reply, STOP, a sale',
    async (stage) => {
      const shop = stage.shop.id;
      const at = ago(stage, { days: 3 });
      const tags = { source: 'text', medium: 'sms', campaign: 'kettle_weekend' };
      const text = `Hi {{ first_name | default: "there" }}, kettles at half price: ${stage.shop.storefrontUrl}/products/teapot`;
      const draft = { name: 'Kettle weekend', channel: 'sms' as const, text, tags };
      const members = [...people(8), person('Vera', { phone: null })];
      const { version } = await begin(stage, draft, members, after(at, -1));
      await handOut(stage, version, { Hugo: refusedWith('21610 The recipient has opted out') }, at);
      const delivery = (name: Parameters<typeof person>[0]) => deliveryTo(stage, version, person(name));

      for (const name of ['Ada', 'Ben', 'Cleo', 'Dan'] as const)
        await takeReport(shop, (await delivery(name)).id, { status: 'delivered' }, after(at, 1));
      const failed = { status: 'failed' as const, reason: '30003 Unreachable destination handset' };
      await takeReport(shop, (await delivery('Eva')).id, failed, after(at, 2));
      const { phone: thankful } = person('Ben');
      await takeReply(
        shop,
        'sms',
        { from: thankful ?? '', text: 'Thanks!', id: 'seed-reply-1' },
        after(at, 30),
      );
      const { phone: tired } = person('Cleo');
      await takeReply(shop, 'sms', { from: tired ?? '', text: 'STOP', id: 'seed-reply-2' }, after(at, 40));

      const { id: deliveryId } = await delivery('Ada');
      const clicked = after(at, 3 * HOUR);
      const token = await click({ shop, deliveryId, versionId: version.id, position: 0 }, clicked);
      const landings = [{ at: clicked, click: token, ...tags, path: '/products/teapot' }];
      const facts = { customerId: person('Ada').shopifyId };
      await buy(stage, { nth: 51, at: after(clicked, 12), facts, landings });
    },
  ),
  campaignScenario('New harvest', 'a WhatsApp template: read, and earning by its button', async (stage) => {
    const at = ago(stage, { days: 2 });
    const draft = harvestTemplate(stage, 'New harvest');
    const { version } = await begin(stage, draft, people(6), after(at, -1));
    await handOut(stage, version, { Finn: refusedWith('131026 Message undeliverable') }, at);
    for (const [nth, name] of (['Ada', 'Ben', 'Cleo'] as const).entries()) {
      const { id } = await deliveryTo(stage, version, person(name));
      const status = nth === 0 ? 'read' : 'delivered';
      await takeReport(stage.shop.id, id, { status }, after(at, 2));
    }
    const came = after(at, 50);
    const landings = [{ at: came, ...draft.tags, id: version.publicId, path: '/collections/all' }];
    const facts = { customerId: person('Ben').shopifyId };
    await buy(stage, { nth: 52, at: after(came, 8), facts, landings });
  }),
  campaignScenario('A word from the shop', 'a call, sent', async (stage) => {
    const at = ago(stage, { days: 6 });
    const text = 'Hello {{ first_name }}, thank you for being our customer.';
    const draft = {
      name: 'A word from the shop',
      channel: 'voice' as const,
      text,
      voice: 'en-GB',
      tags: null,
    };
    const { version } = await begin(stage, draft, people(4), after(at, -1));
    await handOut(stage, version, { Dan: refusedWith('13224 Invalid phone number') }, at);
  }),
];
