import { beforeEach, describe, expect, it } from 'vitest';
import type { Reentry } from '~/automations/definition';
import { type Trial, tryAutomation } from '~/automations/try-automation.server';
import { type Contact, db, type Shop } from '~/db.server';
import { saveFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { suppressAddresses } from '~/messaging/suppression-store.server';
import {
  email,
  enter,
  flowOf,
  hoursLater,
  makeContacts,
  runDue,
  startAutomation,
  wait,
} from '#test/support/automation-factory';
import { NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

let shop: Shop;
let contact: Contact;

beforeEach(async () => {
  await db.$executeRaw`UPDATE enrolment SET due_at = NULL`;
  shop = await makeShop();
  [contact] = (await makeContacts(shop, [1])) as [Contact];
});

async function trialOf(id: bigint, now: Date): Promise<Trial> {
  const tried = await tryAutomation(shop, id, contact.id, now);
  if (!tried.ok) throw new Error(tried.reason);
  return tried.value;
}

describe('a dry run with a contact of the shop', () => {
  it.each<Reentry>([{ kind: 'never' }, { kind: 'after_finishing' }, { kind: 'after_days', days: 2 }])(
    'says who is let in as the runner then decides: $kind',
    async (reentry) => {
      const flow = flowOf([email('one'), wait('day', 24), email('two')], { reentry });
      const id = await startAutomation(shop, flow);
      const told: string[] = [];
      for (const hours of [0, 1, 30, 49, 80]) {
        const now = hoursLater(hours);
        await runDue(shop, now);
        const { entry } = await trialOf(id, now);
        expect(await enter(shop, id, [contact], { key: `at ${hours}` }, now)).toBe(entry.letIn ? 1 : 0);
        told.push(entry.because);
        await runDue(shop, now);
      }
      expect(told).toEqual(
        {
          never: ['never_entered', 'inside', 'entered_once', 'entered_once', 'entered_once'],
          after_finishing: ['never_entered', 'inside', 'finished', 'inside', 'finished'],
          after_days: ['never_entered', 'inside', 'too_soon', 'long_ago', 'too_soon'],
        }[reentry.kind],
      );
      expect(await db.delivery.count({ where: { shopId: shop.id, contactId: contact.id } })).toBeGreaterThan(
        1,
      );
    },
  );

  it('skips what the suppression list keeps back', async () => {
    const id = await startAutomation(shop, flowOf([email('one')]));
    expect((await trialOf(id, NOW)).skips).toEqual(new Map());
    await suppressAddresses(shop.id, 'email', [contact.emailHash ?? ''], 'hard_bounce', NOW);
    expect((await trialOf(id, NOW)).skips).toEqual(new Map([['one', 'suppressed']]));
  });

  it('skips what the frequency cap keeps back, its own messages counted, as long as it counts them', async () => {
    const steps = [email('one'), email('two'), wait('days', 3, 'days'), email('three')];
    const id = await startAutomation(shop, flowOf(steps));
    const free = await startAutomation(shop, flowOf(steps, { underFrequencyCap: false }), 'Free');
    await saveFrequencyCap(shop.id, { messages: 1, days: 2, scope: 'channel' });
    expect((await trialOf(id, NOW)).skips).toEqual(new Map([['two', 'frequency_cap']]));
    expect((await trialOf(free, NOW)).skips).toEqual(new Map());
    await enter(shop, free, [contact]);
    await runDue(shop, NOW);
    await db.delivery.updateMany({
      where: { shopId: shop.id },
      data: { state: 'sent', sentAt: NOW, dueAt: null },
    });
    expect([...(await trialOf(id, hoursLater(1))).skips.keys()]).toEqual(['one', 'two']);
  });

  it('changes nothing', async () => {
    const id = await startAutomation(shop, flowOf([email('one')]));
    await trialOf(id, NOW);
    expect(await db.enrolment.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await db.delivery.count({ where: { shopId: shop.id } })).toBe(0);
  });
});
