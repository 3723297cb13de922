import { addressHash } from '~/contacts/address-hash.server';
import type { ConsentChannel, ConsentFact, ContactFacts } from '~/contacts/contact';
import { type Contact, type Db, db, fieldsOf, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { hashFor } from '~/lib/secrets.server';

export async function loadContact(shop: ShopId, contactId: bigint, tx: Db = db): Promise<Contact | null> {
  return tx.contact.findUnique({ where: { shopId_id: { shopId: shop, id: contactId } } });
}

/** The ids of those of Shopify's customers who are known here. */
export async function findContacts(shop: ShopId, shopifyIds: readonly bigint[]): Promise<bigint[]> {
  const found = await db.contact.findMany({
    where: { shopId: shop, shopifyId: { in: [...shopifyIds] } },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}

const CONTACT = fieldsOf(Prisma.ContactScalarFieldEnum);

/** Contacts by their ids, in one array: a parameter each takes longer to prepare than the rows to read. */
export async function loadContacts(shop: ShopId, ids: readonly bigint[], tx: Sql): Promise<Contact[]> {
  return tx.$queryRaw`
    SELECT ${CONTACT} FROM contact WHERE shop_id = ${shop}::int AND id = ANY(${[...ids]}::bigint[])`;
}

/** The same by Shopify's numbers; who is no contact is left out. */
export async function loadCustomers(
  shop: ShopId,
  shopifyIds: readonly bigint[],
  tx: Sql,
): Promise<Contact[]> {
  return tx.$queryRaw`
    SELECT ${CONTACT} FROM contact WHERE shop_id = ${shop}::int AND shopify_id = ANY(${[...shopifyIds]}::bigint[])`;
}

/** The columns of each channel's consent. */
const COLUMNS = {
  email: { consent: Prisma.raw('email_consent'), at: Prisma.raw('email_consent_at') },
  sms: { consent: Prisma.raw('sms_consent'), at: Prisma.raw('sms_consent_at') },
  whatsapp: { consent: Prisma.raw('whatsapp_consent'), at: Prisma.raw('whatsapp_consent_at') },
} satisfies Record<ConsentChannel, { consent: Prisma.Sql; at: Prisma.Sql }>;

/**
 * Sets a channel's consent to the newer of what `old` has and what `excluded` says: an end of consent counts from its
 * very moment, a consent only where it was given after what it replaces.
 */
function newestWins(channel: ConsentChannel): Prisma.Sql {
  const { consent, at } = COLUMNS[channel];
  return Prisma.sql`(${consent}, ${at}) = (SELECT (CASE WHEN keep THEN old.${consent} ELSE excluded.${consent} END),
    (CASE WHEN keep THEN old.${at} ELSE excluded.${at} END)
    FROM (SELECT CASE
      WHEN old.${at} IS NULL THEN false
      WHEN excluded.${consent} = 'subscribed' AND old.${consent} <> 'subscribed'
        THEN COALESCE(excluded.${at} <= old.${at}, true)
      ELSE COALESCE(excluded.${at} < old.${at}, false) END AS keep) AS newer)`;
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
      email_hash: email && addressHash(shop, 'email', email),
      email_consent: fact.emailConsent,
      email_consent_at: fact.emailConsentAt,
      phone: fact.phone,
      phone_hash: fact.phone && hashFor(shop, 'phone', fact.phone),
      sms_consent: fact.smsConsent,
      sms_consent_at: fact.smsConsentAt,
      whatsapp_consent: fact.whatsappConsent,
      whatsapp_consent_at: fact.whatsappConsentAt,
    };
  });
  await tx.$executeRaw`
    INSERT INTO contact AS old (shop_id, shopify_id, first_name, last_name, email, email_hash, email_consent, email_consent_at,
      phone, phone_hash, sms_consent, sms_consent_at, whatsapp_consent, whatsapp_consent_at, updated_at)
    SELECT ${shop}::int, t.shopify_id, t.first_name, t.last_name, t.email, t.email_hash, t.email_consent, t.email_consent_at,
      t.phone, t.phone_hash, t.sms_consent, t.sms_consent_at, t.whatsapp_consent, t.whatsapp_consent_at, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(shopify_id bigint, first_name text, last_name text,
      email text, email_hash text, email_consent text, email_consent_at timestamptz, phone text, phone_hash text,
      sms_consent text, sms_consent_at timestamptz, whatsapp_consent text, whatsapp_consent_at timestamptz)
    ON CONFLICT (shop_id, shopify_id) DO UPDATE SET
      first_name = excluded.first_name, last_name = excluded.last_name,
      email = excluded.email, email_hash = excluded.email_hash,
      phone = excluded.phone, phone_hash = excluded.phone_hash, updated_at = excluded.updated_at,
      ${newestWins('email')}, ${newestWins('sms')}, ${newestWins('whatsapp')}
    WHERE old.redacted_at IS NULL`;
  const saved = await loadCustomers(
    shop,
    each.map(({ shopifyId }) => shopifyId),
    tx,
  );
  return new Map(saved.map((contact) => [contact.shopifyId, contact]));
}

/**
 * Takes over what Shopify says of one consent of a customer, by the same rule, where the customer is a contact.
 * @returns whether there is such a contact
 */
export async function noteConsent(
  shop: ShopId,
  shopifyId: bigint,
  channel: ConsentChannel,
  { consent, at }: ConsentFact,
  now: Date,
  tx: Db = db,
): Promise<boolean> {
  const columns = COLUMNS[channel];
  const changed = await tx.$executeRaw`
    UPDATE contact AS old SET ${newestWins(channel)}, updated_at = ${now}::timestamptz
    FROM (SELECT ${consent}::text AS ${columns.consent}, ${at}::timestamptz AS ${columns.at}) AS excluded
    WHERE old.shop_id = ${shop}::int AND old.shopify_id = ${shopifyId}::bigint AND old.redacted_at IS NULL`;
  return changed > 0;
}

/**
 * Withdraws a contact's consent to a channel as of now.
 * @returns whether anything changed: not where it was withdrawn before, or the contact is redacted or gone
 */
export async function withdrawConsent(
  shop: ShopId,
  contactId: bigint,
  channel: ConsentChannel,
  now: Date,
  tx: Db = db,
): Promise<boolean> {
  const { consent, at } = COLUMNS[channel];
  const changed = await tx.$executeRaw`
    UPDATE contact SET ${consent} = 'unsubscribed', ${at} = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND id = ${contactId}::bigint AND ${consent} NOT IN ('unsubscribed', 'redacted')`;
  return changed > 0;
}

/**
 * Gives back, as of now, a consent that the contact had withdrawn. What was never withdrawn is not given by this.
 * @returns whether anything changed
 */
export async function restoreConsent(
  shop: ShopId,
  contactId: bigint,
  channel: ConsentChannel,
  now: Date,
  tx: Db = db,
): Promise<boolean> {
  const { consent, at } = COLUMNS[channel];
  const changed = await tx.$executeRaw`
    UPDATE contact SET ${consent} = 'subscribed', ${at} = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND id = ${contactId}::bigint AND ${consent} = 'unsubscribed'`;
  return changed > 0;
}

/**
 * The tags of those of Shopify's customers who are known here, held for the caller's transaction, with the ids of the
 * contacts.
 */
export async function holdTags(
  shop: ShopId,
  shopifyIds: readonly bigint[],
  tx: Sql,
): Promise<{ id: bigint; shopifyId: bigint; tags: string[] }[]> {
  return tx.$queryRaw`
    SELECT id, shopify_id AS "shopifyId", tags FROM contact
    WHERE shop_id = ${shop}::int AND shopify_id = ANY(${[...shopifyIds]}::bigint[]) AND redacted_at IS NULL
    ORDER BY shopify_id FOR UPDATE`;
}

/** Sets the tags of contacts, as Shopify has them or will. */
export async function saveTags(
  shop: ShopId,
  tags: ReadonlyMap<bigint, readonly string[]>,
  now: Date,
  tx: Sql,
): Promise<void> {
  const rows = [...tags].map(([id, own]) => ({ id: String(id), tags: own }));
  await tx.$executeRaw`
    UPDATE contact c SET tags = t.tags, updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(id bigint, tags text[])
    WHERE c.shop_id = ${shop}::int AND c.id = t.id AND c.redacted_at IS NULL`;
}

/** What Shopify tells of customers beside the facts of a contact. */
export interface Traits {
  shopifyId: bigint;
  tags: string[];
}

/** Takes over the tags of contacts. */
export async function saveTraits(shop: ShopId, traits: readonly Traits[], tx: Db = db): Promise<void> {
  const rows = traits.map(({ shopifyId, tags }) => ({ id: String(shopifyId), tags }));
  await tx.$executeRaw`
    UPDATE contact c SET tags = t.tags, tags_known = true
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(id bigint, tags text[])
    WHERE c.shop_id = ${shop}::int AND c.shopify_id = t.id AND c.redacted_at IS NULL`;
}

/** The contacts of a phone number in E.164; a family may share one. */
export async function contactsByPhone(shop: ShopId, phone: string, tx: Db = db): Promise<Contact[]> {
  return tx.contact.findMany({
    where: { shopId: shop, phoneHash: hashFor(shop, 'phone', phone) },
    orderBy: { id: 'asc' },
  });
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
    phone: null,
    phoneHash: null,
    smsConsent: 'redacted',
    smsConsentAt: now,
    whatsappConsent: 'redacted',
    whatsappConsentAt: now,
    tags: [],
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
