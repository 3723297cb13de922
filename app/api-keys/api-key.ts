import type { ShopId } from '~/lib/ids';

/** What a key may read. */
export const SCOPES = ['orders', 'reports', 'messages'] as const;
export type Scope = (typeof SCOPES)[number];

export const scopeLabel: Record<Scope, string> = {
  orders: 'Orders, their receipts and credits',
  reports: 'Reports',
  messages: 'Campaigns, automations, tracking links and their messages',
};

/** The parts of a key as its holder has it: whose it is, which one, and the secret that proves it. */
export interface KeyParts {
  shop: ShopId;
  id: bigint;
  /** 32 random bytes. */
  secret: Uint8Array;
}

const KEY = /^st_([0-9a-z]{1,6})_([0-9a-z]{1,10})_([\w-]{43})$/;

/** "st_1_5_…": shop and number in base 36, the secret in base64url. */
export const keyText = ({ shop, id, secret }: KeyParts): string =>
  `st_${shop.toString(36)}_${id.toString(36)}_${Buffer.from(secret).toString('base64url')}`;

/** Undefined where the text is no key, whoever made it. */
export function readKey(text: string): KeyParts | undefined {
  const [, shop = '', id = '', secret = ''] = KEY.exec(text) ?? [];
  const parts = {
    shop: Number.parseInt(shop, 36),
    id: BigInt(Number.parseInt(id, 36) || 0),
    secret: Buffer.from(secret, 'base64url'),
  };
  return parts.shop < 2 ** 31 && parts.secret.length === 32 ? parts : undefined;
}
