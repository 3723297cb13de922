import { z } from 'zod';
import { listOf, parsePayload, shopifyId, text } from '~/shopify/payload';

/** The scopes that a merchant has granted, from `app/scopes_update`. @throws NotJson, BadPayload */
export function parseScopesPayload(rawJson: string): string[] {
  return parsePayload(rawJson, z.object({ current: listOf(z.string()) })).current;
}

/** Whom a privacy request is about. */
export interface PrivacyNotice {
  /** Null where Shopify knows none by id. */
  customerId: bigint | null;
  email: string | null;
  /** The orders that are to be redacted. */
  orderIds: bigint[];
}

/** @throws NotJson, BadPayload */
export function parsePrivacyPayload(rawJson: string): PrivacyNotice {
  const schema = z.object({
    customer: z.object({ id: shopifyId.nullish(), email: text }).nullish(),
    orders_to_redact: listOf(shopifyId),
  });
  const { customer, orders_to_redact: orderIds } = parsePayload(rawJson, schema);
  return { customerId: customer?.id ?? null, email: customer?.email ?? null, orderIds };
}

/** The order that `orders/edited` says was edited; what it is worth now it does not say. @throws NotJson, BadPayload */
export function parseEditPayload(rawJson: string): bigint {
  return parsePayload(rawJson, z.object({ order_edit: z.object({ order_id: shopifyId }) })).order_edit
    .order_id;
}

/** The order that `orders/delete` names. @throws NotJson, BadPayload */
export function parseDeletionPayload(rawJson: string): bigint {
  return parsePayload(rawJson, z.object({ id: shopifyId })).id;
}
