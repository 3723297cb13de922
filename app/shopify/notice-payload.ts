import { z } from 'zod';
import { listOf, parsePayload, shopifyId } from '~/shopify/payload';

/** The scopes that a merchant has granted, from `app/scopes_update`. @throws NotJson, BadPayload */
export function parseScopesPayload(rawJson: string): string[] {
  return parsePayload(rawJson, z.object({ current: listOf(z.string()) })).current;
}

/** The customer of a privacy request; null where Shopify knows no customer by id. @throws NotJson, BadPayload */
export function parsePrivacyPayload(rawJson: string): bigint | null {
  const schema = z.object({ customer: z.object({ id: shopifyId.nullish() }).nullish() });
  return parsePayload(rawJson, schema).customer?.id ?? null;
}
