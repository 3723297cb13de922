import { z } from 'zod';
import type { Shop } from '~/db.server';
import { parseAmount } from '~/lib/money';
import { done, type Outcome, refused } from '~/lib/outcome';
import type { Period } from '~/lib/period';
import type { CampaignSale } from '~/orders/campaign-sale';
import { adminRequest } from '~/shopify/admin-client.server';
import { REPORT } from '~/shopify/optional-operations';

const ORDERS = 'campaign_last_non_direct_click_order_count';
const SALES = 'campaign_last_non_direct_click_total_sales';

/** More sets of tags than any page shows. */
const ROWS = 1_000;

/** Numbers come as decimal text, or as numbers. */
const number = z.union([z.string(), z.number()]);
const tag = z.string().nullish();
const row = z.object({
  utm_source: tag,
  utm_medium: tag,
  utm_campaign: tag,
  [ORDERS]: number,
  [SALES]: number,
});
const answer = z.object({
  shopifyqlQuery: z
    .object({ parseErrors: z.array(z.string()), tableData: z.object({ rows: z.array(row) }).nullable() })
    .nullable(),
});

/**
 * What Shopify itself credits to each set of tags in a period, by its last non-direct click.
 * @returns or `not_understood` where Shopify does not know the report in the form it is asked for
 * @throws AccessLost; AdminRequestFailed, with `access_denied` where the app may not read reports
 */
export async function campaignSales(
  shop: Shop,
  { days }: Pick<Period, 'days'>,
): Promise<Outcome<CampaignSale[], 'not_understood'>> {
  const query = [
    'FROM campaign_sales',
    `SHOW ${ORDERS}, ${SALES}`,
    'GROUP BY utm_source, utm_medium, utm_campaign',
    `SINCE ${days.at(0) ?? ''} UNTIL ${days.at(-1) ?? ''}`,
    `ORDER BY ${SALES} DESC`,
    `LIMIT ${ROWS}`,
  ].join(' ');
  const { shopifyqlQuery } = await adminRequest(shop.domain, REPORT, { query }, answer);
  if (!shopifyqlQuery?.tableData || shopifyqlQuery.parseErrors.length > 0) return refused('not_understood');
  return done(
    shopifyqlQuery.tableData.rows.map((one) => ({
      source: one.utm_source ?? null,
      medium: one.utm_medium ?? null,
      campaign: one.utm_campaign ?? null,
      orders: Number(one[ORDERS]),
      salesMinor: parseAmount(one[SALES], shop.currency),
    })),
  );
}
