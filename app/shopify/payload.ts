import { z } from 'zod';

/** A payload of the wrong shape. `paths` names the fields; never what was in them. */
export class BadPayload extends Error {
  override name = 'BadPayload';
  constructor(readonly paths: string[]) {
    super(`bad payload: ${paths.join(', ')}`);
  }
}

/** A payload that is not JSON. */
export class NotJson extends Error {
  override name = 'NotJson';
}

/**
 * Reads a webhook's body. Whole numbers beyond 2^53, which JavaScript would round, become their own digits as text.
 * @throws NotJson, BadPayload
 */
export function parsePayload<T>(rawJson: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = LONG_NUMBER.test(rawJson) ? JSON.parse(rawJson, exact) : JSON.parse(rawJson);
  } catch {
    throw new NotJson();
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BadPayload([...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].slice(0, 10));
}

/** A number that may be beyond 2^53. Where there is none, nothing needs to be looked at one by one. */
const LONG_NUMBER = /[:[,]\s*-?\d{16}/;

function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  const rounded = typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined;
  return rounded && /^-?\d+$/.test(source) ? source : value;
}

const GREATEST_ID = 2n ** 63n - 1n;

/** A numeric id of Shopify, as number or digits: of 64 bits, as the database holds it. */
export const shopifyId = z
  .union([z.number().int().positive(), z.string().regex(/^\d{1,19}$/)])
  .transform((id) => BigInt(id))
  .refine((id) => id <= GREATEST_ID);

/** A moment as ISO 8601 text. */
export const moment = z.string().transform((text, context) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  context.addIssue({ code: 'custom', message: 'not a moment' });
  return z.NEVER;
});

/** Text, or null where there is none. PostgreSQL holds neither NUL nor half a surrogate pair, and refuses the whole row. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value?.replace(/[\0\p{Surrogate}]/gu, '') || null);

/** A list; absent and null are empty. */
export const listOf = <T>(item: z.ZodType<T>) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
