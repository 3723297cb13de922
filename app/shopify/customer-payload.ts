import { z } from 'zod';
import { moment, parsePayload, shopifyId, text } from '~/shopify/payload';

const created = z
  .object({ id: shopifyId, created_at: moment.nullish() })
  .transform(({ id, created_at: at }) => ({ customerId: id, createdAt: at ?? null }));

/** Who became a customer, and when. @throws NotJson, BadPayload */
export function parseCreationPayload(rawJson: string): { customerId: bigint; createdAt: Date | null } {
  return parsePayload<{ customerId: bigint; createdAt: Date | null }>(rawJson, created);
}

const tagged = z
  .object({
    customerId: z.preprocess((gid) => String(gid).replace('gid://shopify/Customer/', ''), shopifyId),
    tags: z.array(text),
    occurredAt: moment.nullish(),
  })
  .transform(({ customerId, tags, occurredAt }) => ({
    customerId,
    tags: tags.filter((tag) => tag !== null),
    at: occurredAt ?? null,
  }));

/** Whose tags were added or removed, and which. @throws NotJson, BadPayload */
export function parseTagsPayload(rawJson: string): { customerId: bigint; tags: string[]; at: Date | null } {
  return parsePayload<{ customerId: bigint; tags: string[]; at: Date | null }>(rawJson, tagged);
}
