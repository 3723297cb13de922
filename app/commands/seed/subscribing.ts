import { buy, numberOf } from '~/commands/seed/buying';
import { send, type Sent } from '~/commands/seed/earning';
import { type Name, people, person } from '~/commands/seed/people';
import { ago, after, campaignScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import { db } from '~/db.server';
import { savePlanLines } from '~/orders/plan-line-store.server';

const HOUR = 60;
const DAY = 24 * HOUR;
const SHELF = '/collections/all';

/** A subscription: who, the number of its first order, whether the letter won it, and after how many days each renewal came. */
interface Subscription {
  who: Name;
  nth: number;
  isWon: boolean;
  renewals: number[];
  product: string;
}

/** Monthly ones, a fortnightly one, one that did not go on, one whose renewal came late, and one that is still to renew. */
const SUBSCRIPTIONS: Subscription[] = [
  { who: 'Ada', nth: 201, isWon: true, renewals: [31, 61, 92, 122], product: 'Darjeeling' },
  { who: 'Ben', nth: 211, isWon: true, renewals: [30, 61, 91], product: 'Darjeeling' },
  { who: 'Cleo', nth: 221, isWon: true, renewals: [14, 28, 42], product: 'Green tea' },
  { who: 'Dan', nth: 231, isWon: false, renewals: [31, 61, 92, 122], product: 'Darjeeling' },
  { who: 'Eva', nth: 241, isWon: false, renewals: [14, 28, 42, 100, 114], product: 'Green tea' },
  { who: 'Finn', nth: 251, isWon: true, renewals: [], product: 'Green tea' },
];

async function subscribe(
  stage: Stage,
  sent: Sent,
  { who, nth, isWon, renewals, product }: Subscription,
): Promise<void> {
  const at = after(sent.at, DAY + nth);
  const { shopifyId: customerId } = person(who);
  const landings = isWon
    ? [{ at: after(at, -30), path: SHELF, ...sent.tags, click: await sent.clicks(who, DAY + nth - 30) }]
    : [];
  await buy(stage, { nth, at, facts: { customerId, sellingPlan: true }, landings });
  const plan = product === 'Darjeeling' ? 'Delivered every month' : 'Delivered every two weeks';
  await savePlanLines(stage.shop.id, numberOf(nth), [{ title: product, plan, quantity: 1 }], db);
  for (const [place, days] of renewals.entries())
    await buy(stage, {
      nth: nth + place + 1,
      at: after(at, days * DAY),
      facts: {
        ...{ customerId, sourceName: 'subscription_contract', checkoutToken: null, cartToken: null },
        ...{ totalMinor: 3_500n, grossMinor: 3_000n, presentmentMinor: 3_500n },
      },
    });
}

/** Subscriptions that began months ago. */
export const subscribing: Scenario[] = [
  campaignScenario(
    'Tea every month',
    'won subscriptions, of which some went on, one lapsed and one came back',
    async (stage) => {
      const at = ago(stage, { days: 125 });
      const sent = await send(stage, 'Tea every month', 'tea_every_month', at, people(8));
      for (const subscription of SUBSCRIPTIONS) await subscribe(stage, sent, subscription);
    },
  ),
];
