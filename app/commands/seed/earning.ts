import { BROWSER, buy, click, type Landing, numberOf } from '~/commands/seed/buying';
import { consentTo, type Name, people, person } from '~/commands/seed/people';
import { ago, after, campaignScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import { begin, deliveryTo, type Fate, handOut, letter, refusedWith } from '~/commands/seed/sending';
import type { ContactFacts } from '~/contacts/contact';
import type { MessageVersion } from '~/db.server';
import { forgetCustomer } from '~/jobs/forget-customer';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import type { ClickRequest } from '~/tracking/click-score';
import { recordOpen } from '~/tracking/record-open.server';
import { unscopedReviewClicks } from '~/tracking/review-clicks.server';

const HOUR = 60;
const DAY = 24 * HOUR;
const SHELF = '/collections/all';

/** A tracked e-mail as it was sent, and who does what with it. */
export interface Sent {
  version: MessageVersion;
  at: Date;
  tags: { source: string; medium: string; campaign: string };
  /** Somebody opens a link so many minutes after it was sent. @returns the click's signed id */
  clicks: (name: Name, minutes: number, request?: ClickRequest, position?: number) => Promise<string>;
  opens: (name: Name, minutes: number, userAgent: string) => Promise<void>;
}

const discountCodeOf = (campaign: string) => `${campaign.toUpperCase()}10`;

export async function send(
  stage: Stage,
  name: string,
  campaign: string,
  at: Date,
  members: ContactFacts[],
  fates: Partial<Record<string, Fate>> = {},
): Promise<Sent> {
  const shop = stage.shop.id;
  const tags = { source: 'newsletter', medium: 'email', campaign };
  const html = letter(stage.shop, `this is ${name}.`);
  const subject = `${name}, {{ first_name | default: "friend" }}`;
  const draft = { name, subject, html, tags: { ...tags, discountCode: discountCodeOf(campaign) } };
  const { version } = await begin(stage, draft, members, after(at, -1));
  await handOut(stage, version, fates, at);
  const named = async (who: Name) => {
    const { id: deliveryId } = await deliveryTo(stage, version, person(who));
    return { shop, deliveryId, versionId: version.id };
  };
  return {
    version,
    at,
    tags,
    clicks: async (who, minutes, request = BROWSER, position = 0) =>
      click({ ...(await named(who)), position }, after(at, minutes), request),
    opens: async (who, minutes, userAgent) =>
      recordOpen(await named(who), { ...BROWSER, userAgent }, after(at, minutes)),
  };
}

/** By every grade of evidence, one order each. */
async function earn(stage: Stage, { version, at, tags, clicks }: Sent): Promise<void> {
  const bought = after(at, DAY);
  const minutesBefore = (minutes: number) => after(bought, -minutes);
  const query = `${SHELF}?utm_source=${tags.source}&utm_medium=${tags.medium}&utm_campaign=${tags.campaign}&utm_id=${version.publicId}`;
  const tagged: Landing = { at: minutesBefore(40), path: SHELF, ...tags, id: version.publicId };
  const by = (name: Name) => ({ customerId: person(name).shopifyId });

  const signed = await clicks('Ada', DAY - 40);
  await buy(stage, { nth: 1, at: bought, facts: by('Ada'), landings: [{ ...tagged, click: signed }] });
  const inCart = await clicks('Ben', DAY - 40);
  await buy(stage, { nth: 2, at: bought, facts: { ...by('Ben'), cartClickToken: inCart } });
  await buy(stage, { nth: 3, at: bought, facts: by('Cleo'), landings: [tagged] });
  const visit = { at: minutesBefore(40).toISOString(), landingPage: SHELF, referrer: null, utm: tags };
  await buy(stage, { nth: 4, at: bought, facts: by('Dan'), journey: [visit] });
  await buy(stage, { nth: 5, at: bought, facts: { ...by('Eva'), landingSite: query } });
  await clicks('Finn', DAY - 90);
  await buy(stage, { nth: 6, at: bought, facts: by('Finn') });

  const codes = discountCodeOf(tags.campaign).toLowerCase();
  await buy(stage, { nth: 9, at: bought, facts: { ...by('Leo'), discountCodes: codes } });

  const ad = { at: minutesBefore(5), source: 'google', medium: 'cpc', campaign: 'tea', ad: 'gclid' };
  const early = await clicks('Gia', DAY - 300);
  const later = [{ ...tagged, at: minutesBefore(300), click: early }, ad];
  await buy(stage, { nth: 7, at: bought, facts: by('Gia'), landings: later });

  const token = await clicks('Hugo', DAY - 40);
  const refund = {
    ...{ id: 8n, processedAt: after(bought, DAY), goodsMinor: 4_000n, totalMinor: 4_000n },
    ...{ shippingMinor: 0n, dutyMinor: 0n, taxMinor: 0n },
  };
  const facts = { ...by('Hugo'), refunds: [refund] };
  await buy(stage, { nth: 8, at: bought, facts, landings: [{ ...tagged, click: token }] });
}

/** An order at the end of a path of several sources. */
async function earnMore(stage: Stage, { version, at, tags, clicks }: Sent): Promise<void> {
  const bought = after(at, DAY);
  const minutesBefore = (minutes: number) => after(bought, -minutes);
  const tagged: Landing = { at: minutesBefore(40), path: SHELF, ...tags, id: version.publicId };
  const path: Landing[] = [
    { at: minutesBefore(10 * DAY), source: 'instagram', medium: 'social', campaign: 'spring', path: '/' },
    { at: minutesBefore(2 * DAY), source: 'google', medium: 'cpc', campaign: 'tea', ad: 'gclid', path: '/' },
    { at: minutesBefore(20 * HOUR), ref: 'https://tea-blog.example/best-pots', path: SHELF },
    { ...tagged, click: await clicks('Ida', DAY - 40) },
  ];
  const facts = { customerId: person('Ida').shopifyId };
  await buy(stage, { nth: 10, at: bought, facts, landings: path });
}

/** A subscription that a message won, with its first renewal. */
async function subscribe(stage: Stage, { at, tags, clicks }: Sent): Promise<void> {
  const { shopifyId: customerId } = person('Jon');
  const bought = after(at, 6 * HOUR);
  const landings = [{ at: after(bought, -40), path: SHELF, ...tags, click: await clicks('Jon', 5 * HOUR) }];
  await buy(stage, { nth: 11, at: bought, facts: { customerId, sellingPlan: true }, landings });
  const renewal = { customerId, sourceName: 'subscription_contract', checkoutToken: null, cartToken: null };
  await buy(stage, { nth: 12, at: after(bought, 29 * DAY), facts: renewal });
}

/** Requests that no person makes. */
const MACHINES: ClickRequest[] = [
  { ...BROWSER, method: 'HEAD' },
  { ...BROWSER, purposes: ['prefetch'] },
  { ...BROWSER, userAgent: undefined },
  { ...BROWSER, userAgent: 'Barracuda Sentinel (EE)' },
  { ...BROWSER, userAgent: 'curl/8.5.0' },
];

/** Clicks by machines, by their request and by what else happened to their delivery. */
async function scan({ at, clicks }: Sent): Promise<void> {
  for (const machine of MACHINES) await clicks('Ida', 1, machine);
  for (const position of [0, 1, 2]) await clicks('Jon', 2, BROWSER, position);
  await clicks('Kim', 0);
  await unscopedReviewClicks(at, after(at, 5));
}

/** Campaigns that earned something. */
export const earning: Scenario[] = [
  campaignScenario(
    'Thank you for your order',
    'its one buyer was erased afterwards; totals stay',
    async (stage) => {
      const at = ago(stage, { days: 35 });
      const sent = await send(stage, 'Thank you for your order', 'thanks', at, [person('Xena')]);
      const token = await sent.clicks('Xena', 3 * HOUR);
      const buyer = person('Xena');
      const landings = [{ at: after(at, 3 * HOUR), click: token, ...sent.tags, path: SHELF }];
      const facts = { customerId: buyer.shopifyId };
      await buy(stage, { nth: 21, at: after(at, 4 * HOUR), facts, landings });
      const notice = { customerId: buyer.shopifyId, email: buyer.email, orderIds: [numberOf(21)] };
      await forgetCustomer(stage.shop.id, notice, ago(stage, { days: 31 }), ago(stage, { days: 31 }));
    },
  ),
  campaignScenario(
    'Late summer',
    'a buyer who came back after the window, and a subscription with its renewal',
    async (stage) => {
      const at = ago(stage, { days: 30 });
      const sent = await send(stage, 'Late summer', 'late_summer', at, people(14));
      const token = await sent.clicks('Mia', 5 * HOUR);
      const landings = [{ at: after(at, 5 * HOUR), click: token, ...sent.tags, path: SHELF }];
      const facts = { customerId: person('Mia').shopifyId };
      await buy(stage, { nth: 22, at: after(at, 12 * DAY), facts, landings });
      await subscribe(stage, sent);
    },
  ),
  campaignScenario(
    'Winter teas',
    'sent, with sales by every grade of evidence, machines, opens, an unsubscribe, and who could not be reached',
    async (stage) => {
      const unreached = [
        person('Quin', consentTo('not_subscribed')),
        person('Rosa', { email: null }),
        person('Xena'),
      ];
      const members = [...people(12), ...unreached, person('Sam'), person('Tess'), person('Uma')];
      const sent = await send(stage, 'Winter teas', 'winter_teas', ago(stage, { days: 4 }), members, {
        Sam: refusedWith('552 5.2.2 Mailbox full'),
        Tess: { outcome: 'unknown', reason: 'interrupted' },
        Uma: 'not_composed',
      });
      await sent.opens('Ada', 60, BROWSER.userAgent ?? '');
      await sent.opens('Cleo', 45, 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)');
      await sent.opens('Ben', 1, 'Mozilla/5.0');
      await earn(stage, sent);
      await earnMore(stage, sent);
      await scan(sent);
      const { id } = await deliveryTo(stage, sent.version, person('Leo'));
      await unsubscribe(stage.shop.id, id, after(sent.at, 2 * HOUR));
    },
  ),
];
