import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { type CheckedLink, checkLinks } from '~/campaigns/check-links.server';
import { readForm } from '~/ui/form-errors';
import { distinctLinks, linksOf } from '~/ui/message-links';
import { openDraft } from '~/ui/open-draft.server';
import { shopHostsOf } from '~/ui/shop-hosts';

const tag = z.string().trim().max(500).default('');
/** The tags as they would be sent, their tokens filled in. */
const tagsSchema = z.object({ source: tag, medium: tag, campaign: tag });

export type CheckAnswer =
  | { ok: true; checked: Pick<CheckedLink, 'link' | 'verdict' | 'sentence'>[] }
  | { ok: false; reason: 'already_running' | 'invalid_tags' };

/** Follows the links of a draft with the tags that its Summary step shows. */
export async function action({ request, params }: ActionFunctionArgs): Promise<CheckAnswer> {
  const { id, shop, campaign, messages } = await openDraft(request, params.id);
  const parsed = tagsSchema.safeParse(await readForm(request));
  if (!parsed.success) return { ok: false, reason: 'invalid_tags' };
  const tags = parsed.data;
  const links = distinctLinks(
    messages.flatMap((message) => linksOf(message, campaign.channel, tags)),
  ).flatMap(({ taggedUrl }) => taggedUrl ?? []);
  const outcome = await checkLinks(shop.id, id, { links, tags, shopHosts: shopHostsOf(shop) });
  if (!outcome.ok) return { ok: false, reason: outcome.reason };
  return {
    ok: true,
    checked: outcome.value.map(({ link, verdict, sentence }) => ({ link, verdict, sentence })),
  };
}
