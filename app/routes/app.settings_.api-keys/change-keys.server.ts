import { z } from 'zod';
import { SCOPES } from '~/api-keys/api-key';
import { createApiKey, revokeApiKey } from '~/api-keys/api-key-store.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { fieldErrors } from '~/ui/form-errors';
import { EXPIRIES } from './expiry';

export interface KeysAnswer {
  /** A key that was made: shown this once. */
  made?: { name: string; key: string };
  /** What was done, for the merchant. */
  said?: string;
  errors?: Record<string, string>;
}

const DAY_MS = 86_400_000;

const making = z.object({
  name: z.string().trim().min(1, 'Name the key after what uses it.').max(100, 'At most 100 characters.'),
  scopes: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(SCOPES)).min(1))
    .catch([])
    .refine((scopes) => scopes.length > 0, 'Choose at least one.'),
  expiry: z.enum(EXPIRIES, 'Choose how long.'),
});

const revoking = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/** Makes a key or revokes one, as a form of the page says. */
export async function changeKeys(shop: ShopId, form: Record<string, string>, now: Date): Promise<KeysAnswer> {
  if (form['intent'] === 'revoke') {
    const parsed = revoking.safeParse(form);
    const revoked = parsed.success && (await revokeApiKey(shop, BigInt(parsed.data.id)));
    if (revoked) logger.info({ shop, key: form['id'] }, 'api_key_revoked');
    return { said: revoked ? 'Key revoked' : 'This key was revoked before.' };
  }
  const parsed = making.safeParse(form);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const { name, scopes, expiry } = parsed.data;
  const expiresAt = expiry === 'never' ? null : new Date(now.getTime() + Number(expiry) * DAY_MS);
  const key = await createApiKey(shop, { name, scopes, expiresAt }, now);
  logger.info({ shop, scopes }, 'api_key_made');
  return { made: { name, key } };
}
