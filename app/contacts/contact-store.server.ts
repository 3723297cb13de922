import { normalisedAddress, type ContactFacts } from '~/contacts/contact';
import { type Contact, type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { hashFor } from '~/lib/secrets.server';

export async function loadContact(shop: ShopId, contactId: bigint, tx: Db = db): Promise<Contact | null> {
  return tx.contact.findUnique({ where: { shopId_id: { shopId: shop, id: contactId } } });
}

/**
 * Mirrors customers of Shopify. Consent follows the newer word: a withdrawal made here stands until Shopify tells of a
 * consent given after it. A redacted contact stays empty.
 * @returns the contacts as they stand now, by Shopify's id
 */
export async function saveContacts(
  shop: ShopId,
  facts: ContactFacts[],
  now: Date,
  tx: Db = db,
): Promise<Map<bigint, Contact>> {
  const each = [...new Map(facts.map((fact) => [fact.shopifyId, fact])).values()];
  // In one order for everybody, so that two pages with the same people cannot block each other.
  each.sort((a, b) => (a.shopifyId < b.shopifyId ? -1 : 1));
  const rows = each.map((fact) => {
    const email = fact.email?.trim() || null;
    return {
      shopify_id: fact.shopifyId.toString(),
      first_name: fact.firstName,
      last_name: fact.lastName,
      email,
      email_hash: email && hashFor(shop, 'email', normalisedAddress(email)),
      email_consent: fact.emailConsent,
      email_consent_at: fact.emailConsentAt,
    };
  });
  await tx.$executeRaw`
    INSERT INTO contact AS old (shop_id, shopify_id, first_name, last_name, email, email_hash, email_consent, email_consent_at, updated_at)
    SELECT ${shop}::int, t.shopify_id, t.first_name, t.last_name, t.email, t.email_hash, t.email_consent, t.email_consent_at, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(shopify_id bigint, first_name text, last_name text,
      email text, email_hash text, email_consent text, email_consent_at timestamptz)
    ON CONFLICT (shop_id, shopify_id) DO UPDATE SET
      first_name = excluded.first_name, last_name = excluded.last_name,
      email = excluded.email, email_hash = excluded.email_hash, updated_at = excluded.updated_at,
      (email_consent, email_consent_at) = (SELECT (CASE WHEN keep THEN old.email_consent ELSE excluded.email_consent END),
        (CASE WHEN keep THEN old.email_consent_at ELSE excluded.email_consent_at END)
        FROM (SELECT CASE
          WHEN old.email_consent_at IS NULL THEN false
          WHEN excluded.email_consent = 'subscribed' AND old.email_consent <> 'subscribed'
            THEN COALESCE(excluded.email_consent_at <= old.email_consent_at, true)
          ELSE COALESCE(excluded.email_consent_at < old.email_consent_at, false) END AS keep) AS newer)
    WHERE old.redacted_at IS NULL`;
  const saved = await tx.contact.findMany({
    where: { shopId: shop, shopifyId: { in: each.map((fact) => fact.shopifyId) } },
  });
  return new Map(saved.map((contact) => [contact.shopifyId, contact]));
}

/**
 * Withdraws a contact's consent to e-mail as of now.
 * @returns whether anything changed: not where it was withdrawn before, or the contact is redacted or gone
 */
export async function withdrawEmailConsent(
  shop: ShopId,
  contactId: bigint,
  now: Date,
  tx: Db = db,
): Promise<boolean> {
  const { count } = await tx.contact.updateMany({
    where: { shopId: shop, id: contactId, emailConsent: { notIn: ['unsubscribed', 'redacted'] } },
    data: { emailConsent: 'unsubscribed', emailConsentAt: now, updatedAt: now },
  });
  return count > 0;
}

/**
 * Empties what identifies a person, for good. The row stays, so that totals do; where there was none it is made, so that
 * nothing that comes later brings the person back.
 */
export async function redactContact(shop: ShopId, shopifyId: bigint, now: Date, tx: Db): Promise<void> {
  const emptied = {
    firstName: null,
    lastName: null,
    email: null,
    emailHash: null,
    emailConsent: 'redacted',
    emailConsentAt: now,
    redactedAt: now,
    updatedAt: now,
  };
  await tx.contact.upsert({
    where: { shopId_shopifyId: { shopId: shop, shopifyId } },
    create: { shopId: shop, shopifyId, ...emptied },
    update: emptied,
  });
}

/** What Shopify passed on for a customer. */
export interface PrivacyRequestFacts {
  kind: 'data_request' | 'customer_redact';
  /** Null where Shopify knows none by id. */
  shopifyCustomerId: bigint | null;
  /** Orders that are to be redacted. */
  orderIds: bigint[];
  receivedAt: Date;
  /** Null while the merchant has not answered it. */
  doneAt: Date | null;
}

/** Notes a request, once however often it is tried. */
export async function recordPrivacyRequest(
  shop: ShopId,
  request: PrivacyRequestFacts,
  tx: Db = db,
): Promise<void> {
  const { kind, shopifyCustomerId, receivedAt } = request;
  const noted = await tx.privacyRequest.count({
    where: { shopId: shop, kind, shopifyCustomerId, receivedAt },
  });
  if (noted === 0) await tx.privacyRequest.create({ data: { shopId: shop, ...request } });
}

/**
 * Notes that the merchant answered a customer's request for data.
 * @returns whether there was an open one
 */
export async function closeDataRequest(shop: ShopId, id: bigint, now: Date): Promise<boolean> {
  const { count } = await db.privacyRequest.updateMany({
    where: { shopId: shop, id, kind: 'data_request', doneAt: null },
    data: { doneAt: now },
  });
  return count > 0;
}
