import { hash, randomBytes } from 'node:crypto';
import { keyText, type KeyParts, type Scope, SCOPES } from '~/api-keys/api-key';
import { type ApiKey, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { equalBytes } from '~/lib/secrets.server';

export type KnownKey = Pick<ApiKey, 'id' | 'name' | 'createdAt' | 'expiresAt' | 'lastUsedAt'> & {
  scopes: Scope[];
};

/** How exactly it is known when a key was last used. */
const USE_NOTED_EVERY_MS = 60_000;

/** Makes a key. @returns the key, which nobody can be told again */
export async function createApiKey(
  shop: ShopId,
  { name, scopes, expiresAt }: { name: string; scopes: readonly Scope[]; expiresAt: Date | null },
  now: Date,
): Promise<string> {
  const secret = randomBytes(32);
  const { id } = await db.apiKey.create({
    data: { shopId: shop, name, scopes: [...scopes], secretHash: hashOf(secret), createdAt: now, expiresAt },
  });
  return keyText({ shop, id, secret });
}

/** The keys of a shop, the newest first. */
export async function listApiKeys(shop: ShopId): Promise<KnownKey[]> {
  const keys = await db.apiKey.findMany({
    where: { shopId: shop },
    omit: { secretHash: true },
    orderBy: { id: 'desc' },
  });
  return keys.map(knownKey);
}

/** From now on the key opens nothing. @returns whether there was one */
export async function revokeApiKey(shop: ShopId, id: bigint): Promise<boolean> {
  const { count } = await db.apiKey.deleteMany({ where: { shopId: shop, id } });
  return count > 0;
}

/** The key that these parts prove, which is noted as used; undefined where they prove none that is valid now. */
export async function proveApiKey(
  shop: ShopId,
  { id, secret }: Pick<KeyParts, 'id' | 'secret'>,
  now: Date,
): Promise<KnownKey | undefined> {
  const key = await db.apiKey.findUnique({ where: { shopId_id: { shopId: shop, id } } });
  if (!key || !equalBytes(key.secretHash, hashOf(secret))) return undefined;
  if (key.expiresAt && key.expiresAt <= now) return undefined;
  const noted = new Date(now.getTime() - USE_NOTED_EVERY_MS);
  if (!key.lastUsedAt || key.lastUsedAt < noted)
    await db.apiKey.updateMany({
      where: { shopId: shop, id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: noted } }] },
      data: { lastUsedAt: now },
    });
  return knownKey(key);
}

const knownKey = ({
  id,
  name,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
}: Omit<ApiKey, 'secretHash'>): KnownKey => ({
  ...{ id, name, createdAt, expiresAt, lastUsedAt },
  scopes: SCOPES.filter((scope) => scopes.includes(scope)),
});

/** The secret is random and long: there is nothing to guess that a slow hash would protect. */
const hashOf = (secret: Uint8Array): Buffer<ArrayBuffer> => Buffer.from(hash('sha256', secret, 'hex'), 'hex');
