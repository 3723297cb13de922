import {
  keptFigures,
  type Variant,
  type VariantFigures,
  WINNER_METRICS,
  type WinnerMetric,
} from '~/campaigns/variants';
import { z } from 'zod';
import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Which variant the rest of a campaign's audience was given, and why. */
export interface VariantChoice {
  variant: Variant;
  /** The rule, once the test was over, or the merchant. */
  chosenBy: 'rule' | 'merchant';
  metric: WinnerMetric;
  /** Of every variant, as they stood then. */
  figures: VariantFigures[];
  /** How many were given it. */
  rest: number;
  chosenAt: Date;
}

const storedChoice = z.object({
  variant: keptFigures.element.shape.variant,
  chosenBy: z.enum(['rule', 'merchant']),
  metric: z.enum(WINNER_METRICS),
  figures: keptFigures,
  rest: z.number(),
  chosenAt: z.date(),
});

/** Null where nothing was chosen, or there was nothing to choose. */
export async function loadVariantChoice(
  shop: ShopId,
  campaignId: bigint,
  tx: Db = db,
): Promise<VariantChoice | null> {
  const found = await tx.variantChoice.findUnique({
    where: { shopId_campaignId: { shopId: shop, campaignId } },
  });
  return found && storedChoice.parse(found);
}

/** Keeps a choice for good. @param tx a transaction that holds the campaign's lock, in which none was found */
export async function insertVariantChoice(
  shop: ShopId,
  campaignId: bigint,
  choice: VariantChoice,
  tx: Db,
): Promise<void> {
  const figures = choice.figures.map((one) => ({ ...one, revenueMinor: String(one.revenueMinor) }));
  await tx.variantChoice.create({ data: { shopId: shop, campaignId, ...choice, figures } });
}

/**
 * Asks for the end of every test that is over: all of its messages went out, its hours have passed since, somebody waits
 * for the winner, and the campaign does not pause.
 */
export async function unscopedAskForWinners(now: Date): Promise<void> {
  await db.$executeRaw`
    WITH over AS (
      SELECT c.shop_id, c.id FROM campaign c
      CROSS JOIN LATERAL (
        SELECT max(d.sent_at) AS last_sent, bool_or(d.state = 'queued' AND d.reason = 'awaits_winner') AS waits,
          bool_or(d.state = 'sending' OR d.due_at IS NOT NULL) AS under_way
        FROM message m
        JOIN message_version v ON v.shop_id = m.shop_id AND v.message_id = m.id
        JOIN delivery d ON d.shop_id = v.shop_id AND d.version_id = v.id
        WHERE m.shop_id = c.shop_id AND m.campaign_id = c.id) AS t
      WHERE c.status = 'sending' AND c.test_percent < 100
        AND c.expanded_at + make_interval(hours => c.test_hours) <= ${now}::timestamptz
        AND t.waits AND NOT t.under_way
        AND GREATEST(c.expanded_at, t.last_sent) + make_interval(hours => c.test_hours) <= ${now}::timestamptz
    )
    SELECT graphile_worker.add_job('choose-winner',
      payload => json_build_object('shopId', shop_id, 'campaignId', id::text),
      job_key => 'winner:' || shop_id || ':' || id) FROM over`;
}
