import { z } from 'zod';
import { moment, parsePayload, shopifyId } from '~/shopify/payload';

const created = z
  .object({ id: shopifyId, created_at: moment.nullish() })
  .transform(({ id, created_at: at }) => ({ customerId: id, createdAt: at ?? null }));

/** Who became a customer, and when. @throws NotJson, BadPayload */
export function parseCreationPayload(rawJson: string): { customerId: bigint; createdAt: Date | null } {
  return parsePayload<{ customerId: bigint; createdAt: Date | null }>(rawJson, created);
}
