import type { Segment } from '~/campaigns/audience';
import { saveAudience, saveContent, saveTracking } from '~/campaigns/campaign-store.server';
import { createCampaign } from '~/campaigns/campaign-store.server';
import type { Channel } from '~/channels/channel';
import type { Consent, ContactFacts } from '~/contacts/contact';
import type { Shop } from '~/db.server';

export const NOW = new Date('2026-11-24T09:00:00Z');
export const SEGMENT = 'gid://shopify/Segment/1';

export interface CampaignDraft {
  channel: Channel;
  name: string;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  segmentId: string | null;
  exclude: Segment[];
  trackSales: boolean;
}

const complete: CampaignDraft = {
  channel: 'email',
  name: 'Winter tea',
  subject: 'Something warm, {{ first_name | default: "friend" }}',
  preheader: '',
  html: '<html><body><p>Hello {{ first_name }}</p><a href="https://shop.test/tea">Tea</a> <a href="https://shop.test/mugs?size=2&amp;glaze=blue">Mugs</a></body></html>',
  text: '',
  segmentId: SEGMENT,
  exclude: [],
  trackSales: true,
};

/** A draft e-mail campaign that lacks nothing, unless told otherwise. */
export async function makeCampaign(shop: Shop, some: Partial<CampaignDraft> = {}): Promise<bigint> {
  const draft = { ...complete, ...some };
  const id = await createCampaign(shop.id, { name: draft.name, channel: draft.channel }, NOW);
  await saveContent(shop.id, id, draft, NOW);
  await saveAudience(
    shop.id,
    id,
    { include: draft.segmentId ? [{ id: draft.segmentId, name: 'Tea lovers' }] : [], exclude: draft.exclude },
    NOW,
  );
  await saveTracking(
    shop.id,
    id,
    { trackSales: draft.trackSales, source: 'newsletter', medium: draft.channel, campaign: 'winter_tea' },
    NOW,
  );
  return id;
}

/** One member of a segment; the number makes name, address, phone and Shopify id; the consent is to every channel. */
export function member(number: number, consent: Consent = 'subscribed'): ContactFacts {
  const since = new Date('2026-01-01T00:00:00Z');
  return {
    shopifyId: 7_000_000_000_000n + BigInt(number),
    firstName: `Ada ${number}`,
    lastName: 'Byron',
    email: `ada.${number}@mail.test`,
    emailConsent: consent,
    emailConsentAt: since,
    phone: `+491713${String(number).padStart(6, '0')}`,
    smsConsent: consent,
    smsConsentAt: since,
    whatsappConsent: consent,
    whatsappConsentAt: since,
  };
}
