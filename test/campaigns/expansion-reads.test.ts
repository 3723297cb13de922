import { expect, it } from 'vitest';
import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { db, pool } from '~/db.server';
import { done } from '~/lib/outcome';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

const PAGE = 250;
const PAGES = 12;
/** A plan for a few hundred rows may still read all of them each time; one for thousands must not. */
const READS_EACH = 40;

/** Every connection tells what it has read; by itself it does so after a while. */
async function contactsRead(): Promise<number> {
  const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of clients) {
    await client.query('SELECT pg_stat_force_next_flush()');
    client.release();
  }
  const { rows } = await pool.query<{ reads: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::int AS reads FROM pg_stat_user_tables WHERE relname = 'contact'`,
  );
  return rows[0]?.reads ?? 0;
}

it('reads of a new shop’s contacts those of each page, and not all that came before them', async () => {
  const shop = await makeShop();
  const id = await makeCampaign(shop);
  await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
  for (let page = 0; page < PAGES; page++) {
    const members = Array.from({ length: PAGE }, (_, index) => member(page * PAGE + index));
    const next = page + 1 < PAGES ? String(page + 1) : undefined;
    await expandCampaign(
      shop,
      id,
      { cursor: String(page) },
      () => Promise.resolve(done({ members, next })),
      NOW,
    );
  }
  expect(await db.delivery.count({ where: { shopId: shop.id, state: 'queued' } })).toBe(PAGES * PAGE);
  const reads = await contactsRead();
  expect(reads).toBeLessThan(PAGES * PAGE * READS_EACH);
}, 60_000);
