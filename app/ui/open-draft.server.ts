import { z } from 'zod';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import type { Shop } from '~/db.server';
import { authenticateMerchant, type Merchant } from '~/shopify/authenticate-merchant.server';
import { notFound } from '~/ui/not-found';

type Loaded = NonNullable<Awaited<ReturnType<typeof loadCampaign>>>;

export interface OpenedCampaign extends Loaded {
  id: bigint;
  shop: Shop;
  redirect: Merchant['redirect'];
}

const idSchema = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

/** A number out of an address. @throws Response 404 where it is none */
export function idOf(text: string | undefined): bigint {
  const parsed = idSchema.safeParse(text);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

/** The campaign that the address names. @throws Response 404 where the shop has no such campaign */
export async function openCampaign(request: Request, id: string | undefined): Promise<OpenedCampaign> {
  const { shop, redirect } = await authenticateMerchant(request);
  const campaignId = idOf(id);
  const loaded = await loadCampaign(shop.id, campaignId);
  if (!loaded) throw notFound();
  return { ...loaded, id: campaignId, shop, redirect };
}

/** The same for a page that edits. @throws Response that leads to the campaign's own page once it is no draft any more */
export async function openDraft(request: Request, id: string | undefined): Promise<OpenedCampaign> {
  const opened = await openCampaign(request, id);
  if (opened.campaign.status !== 'draft') throw opened.redirect(`/app/campaigns/${opened.id}`);
  return opened;
}
