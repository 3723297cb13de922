import { beforeAll, describe, expect, it } from 'vitest';
import { BUCKETS, type Reason, REASONS } from '~/attribution/bucket';
import { GRADES } from '~/attribution/evidence';
import {
  CAMPAIGN_STATUSES,
  failureInWords,
  pauseInWords,
  type ProblemReason,
  problemsOf,
} from '~/campaigns/campaign';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { CHANNELS } from '~/channels/channel';
import { variantTestOf } from '~/campaigns/variants';
import { db, type Shop } from '~/db.server';
import { LINK_TABS, linkStatusOf } from '~/links/tracking-link';
import { DELIVERY_REASONS, DELIVERY_STATES } from '~/messaging/delivery';
import { TRAITS, traitsOf } from '~/orders/order-traits';
import { type MachineReason, type PresumedReason } from '~/tracking/machine-reason';
import { runCommand } from '#test/support/run-command.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let shop: Shop;
let first: Awaited<ReturnType<typeof runCommand>>;
/** Nobody listens there: the command asks Shopify nothing. */
const LOCAL_SHOPIFY_URL = 'http://127.0.0.1:9';
const seed = (...args: string[]) => runCommand('seed', args, { ...process.env, LOCAL_SHOPIFY_URL });
beforeAll(async () => {
  shop = await makeShop();
  first = await seed('--shop', shop.domain);
}, 120_000);

const own = () => ({ where: { shopId: shop.id } });
const missing = (wanted: readonly string[], found: readonly (string | null)[]) =>
  wanted.filter((word) => !found.includes(word));

/** The shop has the default rule: these stand where it has another. */
const UNDER_OTHER_RULES: Reason[] = ['first_click', 'on_the_path', 'earlier_touch_of_other_source'];

describe('the seed command', () => {
  it('says what each scenario shows, a line each', () => {
    expect(first).toMatchObject({ code: 0, err: '' });
    const lines = first.out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => !/^written {3}.+: .+/.test(line))).toEqual([]);
  });

  it('shows campaigns of every channel, in every status, paused and stopped for every reason', async () => {
    const campaigns = await db.campaign.findMany(own());
    expect(
      missing(
        CHANNELS,
        campaigns.map(({ channel }) => channel),
      ),
    ).toEqual([]);
    expect(
      missing(
        CAMPAIGN_STATUSES,
        campaigns.map(({ status }) => status),
      ),
    ).toEqual([]);
    expect(
      missing(
        Object.keys(failureInWords),
        campaigns.map(({ failure }) => failure),
      ),
    ).toEqual([]);
    const paused = campaigns
      .filter(({ status }) => status === 'paused')
      .map(({ pauseReason }) => pauseReason);
    expect(missing(Object.keys(pauseInWords), paused)).toEqual([]);
    expect(paused).toContain(null);
    expect(campaigns.some(({ archivedAt }) => archivedAt)).toBe(true);
    expect(campaigns.some(({ sentElsewhere }) => sentElsewhere)).toBe(true);
    expect(await db.messageVersion.count({ where: { shopId: shop.id, adoptedAt: { not: null } } })).toBe(2);
  });

  it('shows drafts with every problem that keeps one from being sent', async () => {
    const every: Record<ProblemReason, true> = {
      no_name: true,
      channel_not_connected: true,
      no_subject: true,
      no_content: true,
      unknown_merge_tag: true,
      no_audience: true,
      variants_undecidable: true,
      voice_has_no_links: true,
      tracking_without_tags: true,
      tag_refused: true,
      discount_code_refused: true,
      no_trackable_link: true,
    };
    const ids = await db.campaign.findMany({
      where: { shopId: shop.id, status: 'draft' },
      select: { id: true },
    });
    const drafts = await Promise.all(ids.map(({ id }) => loadCampaign(shop.id, id)));
    const problems = drafts.flatMap((draft) =>
      draft
        ? problemsOf({ ...draft.campaign, test: variantTestOf(draft.campaign) }, draft.messages, {}, [
            'email',
          ])
        : [],
    );
    expect(
      missing(
        Object.keys(every),
        problems.map(({ reason }) => reason),
      ),
    ).toEqual([]);
  });

  it('shows deliveries in every state and for every reason', async () => {
    const deliveries = await db.delivery.findMany(own());
    expect(
      missing(
        DELIVERY_STATES,
        deliveries.map(({ state }) => state),
      ),
    ).toEqual([]);
    expect(
      missing(
        DELIVERY_REASONS,
        deliveries.map(({ reason }) => reason),
      ),
    ).toEqual([]);
    expect(deliveries.some(({ readAt }) => readAt)).toBe(true);
    expect(deliveries.some(({ replies }) => replies > 0)).toBe(true);
    expect(deliveries.some(({ unsubscribedAt }) => unsubscribedAt)).toBe(true);
  });

  it('shows clicks and opens of people and of machines, told by every reason', async () => {
    const every: Record<MachineReason | PresumedReason, true> = {
      head: true,
      prefetch: true,
      no_agent: true,
      mail_gateway: true,
      bot_agent: true,
      link_burst: true,
      too_soon: true,
    };
    const clicks = await db.click.findMany(own());
    expect(
      missing(
        Object.keys(every),
        clicks.map(({ verdictReason }) => verdictReason),
      ),
    ).toEqual([]);
    const opens = await db.messageOpen.findMany(own());
    for (const verdicts of [clicks, opens].map((rows) => rows.map(({ verdict }) => verdict)))
      expect(missing(['human', 'machine'], verdicts)).toEqual([]);
  });

  it('shows tracking links in use, expired, archived and in groups', async () => {
    const links = await db.trackingLink.findMany(own());
    const statuses = ['all', ...links.map((link) => linkStatusOf(link, new Date()))];
    expect(missing(LINK_TABS, statuses)).toEqual([]);
    expect(links.some(({ groupName }) => groupName)).toBe(true);
  });

  it('shows orders in every bucket, for every reason, by every grade of evidence and with every trait', async () => {
    const standings = await db.orderStanding.findMany(own());
    expect(
      missing(
        BUCKETS,
        standings.map(({ bucket }) => bucket),
      ),
    ).toEqual([]);
    expect(
      missing(
        REASONS.filter((reason) => !UNDER_OTHER_RULES.includes(reason)),
        standings.map(({ reason }) => reason),
      ),
    ).toEqual([]);
    const credits = await db.credit.findMany(own());
    expect(
      missing(
        GRADES,
        credits.map(({ grade }) => grade),
      ),
    ).toEqual([]);
    const refunds = await db.refund.findMany(own());
    const orders = await db.order.findMany(own());
    const traits = orders.flatMap((order) =>
      traitsOf(
        order,
        refunds.filter(({ orderId }) => orderId === order.id),
      ),
    );
    expect(missing(TRAITS, traits)).toEqual([]);
  });

  it('shows an order at the end of a path of several channels, and a renewal of what a message won', async () => {
    const touches = await db.orderTouch.groupBy({ by: ['orderId'], ...own(), _count: true });
    expect(Math.max(...touches.map(({ _count }) => _count))).toBeGreaterThanOrEqual(4);
    const renewals = await db.renewalCredit.findMany(own());
    expect(new Set(renewals.map(({ firstOrderId }) => firstOrderId)).size).toBeGreaterThan(2);
    expect(new Set(renewals.map(({ weightPpm }) => weightPpm))).toEqual(new Set([1_000_000]));
  });

  it('leaves ledger and credits that come to what each order is worth', async () => {
    const orders = await db.$queryRaw<object[]>`
      SELECT o.name, o.value_minor, s.bucket, l.total, c.credited FROM "order" o
      LEFT JOIN order_standing s ON s.shop_id = o.shop_id AND s.order_id = o.id
      CROSS JOIN LATERAL (SELECT sum(total_minor) AS total FROM ledger_entry
        WHERE shop_id = o.shop_id AND order_id = o.id) l
      CROSS JOIN LATERAL (SELECT sum(amount_minor) AS credited FROM credit
        WHERE shop_id = o.shop_id AND order_id = o.id) c
      WHERE o.shop_id = ${shop.id} AND (l.total IS DISTINCT FROM o.value_minor
        OR c.credited IS DISTINCT FROM CASE WHEN s.bucket = 'credited' THEN o.value_minor END)`;
    expect(orders).toEqual([]);
  });

  it('keeps nothing of the customer who was erased but their order', async () => {
    const [erased, ...others] = await db.contact.findMany({
      where: { shopId: shop.id, redactedAt: { not: null } },
    });
    expect(others).toEqual([]);
    expect(erased).toMatchObject({ email: null, phone: null, firstName: null });
    const orders = await db.order.findMany({ where: { shopId: shop.id, customerId: erased?.shopifyId } });
    expect(orders).toHaveLength(1);
  });

  it('adds and changes nothing when it is run again', async () => {
    const before = await contents();
    const again = await seed('--shop', shop.domain);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).not.toContain('written');
    expect(await contents()).toEqual(before);
  }, 60_000);

  it.each([
    [[], '--shop is needed'],
    [['--shop', 'nobody.myshopify.com'], 'not installed'],
    [['--wrong'], 'wrong'],
  ])('exits 2 on wrong arguments: %j', async (args, said) => {
    const { code, err } = await seed(...args);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).toContain('usage:');
  });
});

/** A digest of the shop's rows, table by table. */
async function contents(): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT table_name::text AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'shop_id' ORDER BY name`;
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ digest: string }[]>(
      `SELECT count(*) || ' ' || COALESCE(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS digest
       FROM "${name}" t WHERE shop_id = ${shop.id}`,
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}
