import type pg from 'pg';
import type { ShopId } from '~/lib/ids';

/** A shop of a bench, with one sent message that has one link. */
export interface BenchShop {
  id: ShopId;
  domain: string;
  account: string;
  /** Accounts of other shops: what comes for all of them is more than a single shop may send. */
  neighbours: string[];
  version: { id: string; publicId: string; source: string; medium: string; campaign: string };
  /** The ids of the message's deliveries run from `first` on. */
  deliveries: { first: number; count: number };
}

const NEIGHBOURS = 99;

/** Writes a shop, its neighbours and a message to `recipients` contacts straight into a migrated database. */
export async function makeBenchShop(
  database: pg.Pool,
  recipients: number,
  domain = 'bench.myshopify.com',
): Promise<BenchShop> {
  const one = async (statement: string, values: unknown[] = []): Promise<Record<string, string>> =>
    (await database.query<Record<string, string>>(statement, values)).rows[0] ?? {};
  const tags = { source: 'newsletter', medium: 'email', campaign: 'harbour_days' };
  const publicId = 'bench0000001';
  const shop = await one(
    `INSERT INTO shop (domain, pixel_account, name, email, currency, time_zone, storefront_url, installed_at)
     VALUES ($1, 'bench-account', 'Harbour', 'hello@harbour.example', 'EUR', 'Europe/Berlin', 'https://harbour.example',
             now() - interval '1 year')
     RETURNING id`,
    [domain],
  );
  const { rows: neighbours } = await database.query<{ account: string }>(
    `INSERT INTO shop (domain, pixel_account, name, currency, time_zone, storefront_url, installed_at)
     SELECT 'neighbour-' || n || '.myshopify.com', 'neighbour-' || n, 'Neighbour', 'EUR', 'Europe/Berlin',
            'https://neighbour.example', now() - interval '1 year'
     FROM generate_series(1, $1::int) AS n RETURNING pixel_account AS account`,
    [NEIGHBOURS],
  );
  const campaign = await one(
    `INSERT INTO campaign (shop_id, name, channel, status, created_at, updated_at, sent_at)
     VALUES ($1, 'Harbour days', 'email', 'sent', now(), now(), now()) RETURNING id`,
    [shop.id],
  );
  const message = await one(
    `INSERT INTO message (shop_id, campaign_id, channel, subject, track_sales, utm_source, utm_medium, utm_campaign, updated_at)
     VALUES ($1, $2, 'email', 'Harbour days', true, $3, $4, $5, now()) RETURNING id`,
    [shop.id, campaign.id, tags.source, tags.medium, tags.campaign],
  );
  const version = await one(
    `INSERT INTO message_version (shop_id, message_id, public_id, channel, subject, preheader, html, text, track_sales,
                                  utm_source, utm_medium, utm_campaign, frozen_at)
     VALUES ($1, $2, $3, 'email', 'Harbour days', '', '<p>Harbour days</p>', 'Harbour days', true, $4, $5, $6,
             now() - interval '60 days')
     RETURNING id`,
    [shop.id, message.id, publicId, tags.source, tags.medium, tags.campaign],
  );
  await one(
    `INSERT INTO link (shop_id, version_id, position, url, tagged_url)
     VALUES ($1, $2, 0, 'https://harbour.example/', 'https://harbour.example/?utm_source=newsletter&utm_medium=email&utm_campaign=harbour_days&utm_id=' || $3)`,
    [shop.id, version.id, publicId],
  );
  const delivery = await one(
    `WITH contact AS (
       INSERT INTO contact (shop_id, shopify_id, first_name, email, email_consent, updated_at)
       SELECT $1, 7000000000000 + n, 'Ada', 'ada.' || n || '@customer.example', 'subscribed', now()
       FROM generate_series(1, $3::int) AS n RETURNING id
     ), delivery AS (
       INSERT INTO delivery (shop_id, version_id, contact_id, channel, state, queued_at, sending_at, sent_at)
       SELECT $1, $2, id, 'email', 'sent', now() - interval '1 day', now() - interval '1 day', now() - interval '1 day'
       FROM contact RETURNING id
     )
     SELECT min(id) AS first FROM delivery`,
    [shop.id, version.id, recipients],
  );
  return {
    id: Number(shop.id),
    domain,
    account: 'bench-account',
    neighbours: neighbours.map(({ account }) => account),
    version: { id: version.id ?? '', publicId, ...tags },
    deliveries: { first: Number(delivery.first), count: recipients },
  };
}
