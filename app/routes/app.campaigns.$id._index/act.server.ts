import { z } from 'zod';
import { archiveCampaign } from '~/campaigns/archive-campaign.server';
import { costRefusal, readCost } from '~/campaigns/cost';
import { deleteDraft, saveCost } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { chooseWinner } from '~/campaigns/choose-winner.server';
import { duplicateCampaign } from '~/campaigns/duplicate-campaign.server';
import { pauseCampaign } from '~/campaigns/pause-campaign.server';
import { rescheduleCampaign } from '~/campaigns/reschedule-campaign.server';
import { resumeCampaign } from '~/campaigns/resume-campaign.server';
import { variantSchema } from '~/campaigns/variants';
import { variantFigures } from '~/reports/campaign/variant-figures.server';
import { undoAdoption } from '~/campaigns/undo-adoption.server';
import type { Shop } from '~/db.server';
import { errorOf, sendTimeOf } from '~/ui/send-time';
import { stepPath } from '~/ui/wizard-steps';
import { INTENTS } from './campaign-actions';

/** Why something was not done, for the merchant; nothing where it was. */
export interface CampaignAnswer {
  error: string | null;
  /** By field. */
  errors: Record<string, string>;
}

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.enum([...INTENTS, 'undo_adoption']) }),
  z.object({
    intent: z.literal('reschedule'),
    mode: z.enum(['now', 'later']),
    date: z.string().default(''),
    time: z.string().default(''),
  }),
  z.object({ intent: z.literal('choose_variant'), variant: variantSchema }),
  z.object({
    intent: z.literal('cost'),
    amount: z.string().max(40).default(''),
    per: z.enum(['campaign', 'message']),
  }),
]);
type Form = z.infer<typeof formSchema>;

const DONE: CampaignAnswer = { error: null, errors: {} };
const because = (error: string): CampaignAnswer => ({ error, errors: {} });
const unless = ({ ok }: { ok: boolean }, error: string) => (ok ? DONE : because(error));

const TOO_LATE = 'It is too late: sending has begun.';

/**
 * Does what a form of a campaign's page asks for.
 * @returns the path to go to, or what to say on the page
 */
export async function act(
  shop: Shop,
  id: bigint,
  form: Record<string, string>,
  now: Date,
): Promise<{ path: string } | CampaignAnswer> {
  const parsed = formSchema.safeParse(form);
  if (!parsed.success) return because('This is not something that can be done here.');
  switch (parsed.data.intent) {
    case 'reschedule':
      return reschedule(shop, id, parsed.data, now);
    case 'cost': {
      const { amount, per } = parsed.data;
      const minor = readCost(amount, shop.currency);
      if (!minor.ok) return { error: null, errors: { amount: costRefusal[minor.reason] } };
      await saveCost(shop.id, id, minor.value === null ? null : { minor: minor.value, per });
      return DONE;
    }
    case 'choose_variant': {
      const figures = await variantFigures(shop, id);
      return unless(
        await chooseWinner(shop.id, id, parsed.data.variant, figures, now),
        'Nobody waits for it: the audience is still being read, or a variant was chosen already.',
      );
    }
    case 'cancel':
    case 'stop':
      return unless(await cancelCampaign(shop.id, id, now), 'Nothing of it waits to be sent any more.');
    case 'pause':
      return unless(await pauseCampaign(shop.id, id, now), 'It is not being sent any more.');
    case 'resume':
      return unless(await resumeCampaign(shop.id, id, now), 'It does not pause any more.');
    case 'archive':
    case 'restore': {
      const archived = parsed.data.intent === 'archive';
      return unless(
        await archiveCampaign(shop.id, id, archived, now),
        'Only campaigns that were sent can be archived.',
      );
    }
    case 'undo_adoption':
      return unless(await undoAdoption(shop.id, id, now), 'It is not adopted any more.');
    case 'duplicate': {
      const copy = await duplicateCampaign(shop.id, id, now);
      return copy.ok ? { path: stepPath(String(copy.value), 'channel') } : because('It no longer exists.');
    }
    case 'delete': {
      const deleted = await deleteDraft(shop.id, id);
      return deleted.ok
        ? { path: '/app/campaigns' }
        : because('Only drafts can be deleted, and this is none any more.');
    }
  }
}

async function reschedule(
  shop: Shop,
  id: bigint,
  { mode, date, time }: Extract<Form, { intent: 'reschedule' }>,
  now: Date,
): Promise<CampaignAnswer> {
  if (mode === 'now') return unless(await rescheduleCampaign(shop.id, id, { mode }, now), TOO_LATE);
  const at = sendTimeOf(date, time, shop.timeZone);
  if (!at.ok) return { error: null, errors: errorOf(at.reason) };
  const moved = await rescheduleCampaign(shop.id, id, { mode, at: at.value }, now);
  if (!moved.ok && moved.reason === 'time_in_the_past')
    return { error: null, errors: errorOf('in_the_past') };
  return unless(moved, TOO_LATE);
}
