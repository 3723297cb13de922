import type { z } from 'zod';
import type { Scope } from '~/api-keys/api-key';
import type { Shop } from '~/db.server';
import { done, type Outcome } from '~/lib/outcome';

/** Why a request that a key allows is not answered with what it asks for. */
export type Refusal = 'not_found' | 'bad_period' | 'bad_cursor';

interface Described {
  /** Below /api/v1, with `{id}` where a parameter stands. */
  path: string;
  /** Names it in the API's description. */
  operation: string;
  summary: string;
  scope: Scope;
  /** Of path and query alike. */
  params: z.ZodObject;
  /** One of the named shapes. */
  answer: z.ZodType;
}

/** Something that can be asked. */
export interface Endpoint extends Described {
  /** Answers in its shape and with nothing that the shape does not name. */
  read(
    shop: Shop,
    given: Record<string, string>,
    now: Date,
  ): Promise<Outcome<unknown, Refusal> | { ok: false; reason: 'bad_parameter'; error: z.ZodError }>;
}

/** @param read what is answered, before it is given its shape */
export function endpoint<Params extends z.ZodObject, Answer extends z.ZodType>({
  read,
  ...described
}: Described & {
  params: Params;
  answer: Answer;
  read: (shop: Shop, params: z.output<Params>, now: Date) => Promise<Outcome<z.input<Answer>, Refusal>>;
}): Endpoint {
  return {
    ...described,
    read: async (shop, given, now) => {
      const params = described.params.safeParse(given);
      if (!params.success) return { ok: false, reason: 'bad_parameter', error: params.error };
      const found = await read(shop, params.data, now);
      return found.ok ? done(described.answer.parse(found.value)) : found;
    },
  };
}
