import { z } from 'zod';
import type { Shop } from '~/db.server';
import { removeRecipient, saveSchedule } from '~/reports/digest/digest-store.server';
import { inviteRecipient } from '~/reports/digest/invite-recipient.server';
import { CADENCES } from '~/reports/digest/schedule';
import { fieldErrors } from '~/ui/form-errors';

export interface DigestAnswer {
  said?: string;
  errors?: Record<string, string>;
}

const actionSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('save'),
    cadence: z.enum(CADENCES),
    weekday: z.coerce.number().int().min(1).max(7),
    hour: z.coerce.number().int().min(0).max(23),
  }),
  z.object({ intent: z.literal('add'), address: z.string().trim().max(320) }),
  z.object({
    intent: z.literal('remove'),
    id: z
      .string()
      .regex(/^\d{1,18}$/)
      .transform(BigInt),
  }),
]);

const WHY = {
  not_an_address: 'Enter one e-mail address.',
  too_many: 'At most 20 addresses. Remove one that is not needed.',
  not_sent: 'The e-mail that asks for confirmation could not be sent. Add the address again in a moment.',
};

/** Says when the digest goes out, or to whom, as a form of the page has it. */
export async function changeDigest(
  shop: Shop,
  form: Record<string, string>,
  now: Date,
): Promise<DigestAnswer> {
  const parsed = actionSchema.safeParse(form);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const asked = parsed.data;
  switch (asked.intent) {
    case 'save': {
      const { cadence, weekday, hour } = asked;
      await saveSchedule(shop.id, { cadence, weekday, hour }, shop.timeZone, now);
      return { said: cadence === 'off' ? 'Digest turned off' : 'Digest saved' };
    }
    case 'add': {
      const invited = await inviteRecipient(shop, asked.address, now);
      if (!invited.ok) return { errors: { address: WHY[invited.reason] } };
      return { said: invited.value === 'asked' ? 'Asked for confirmation by e-mail' : 'Address added' };
    }
    case 'remove':
      await removeRecipient(shop.id, asked.id);
      return { said: 'Address removed' };
  }
}
