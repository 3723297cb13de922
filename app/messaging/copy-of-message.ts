import type { Message } from '~/db.server';

/** What a copy of a campaign's message has of it: what it says, and how it is tracked. */
export function copyOfMessage(message: Message) {
  const { subject, preheader, html, text, design, template, voice } = message;
  const { trackSales, utmSource, utmMedium, utmCampaign, discountCode } = message;
  return {
    ...{ subject, preheader, html, text, design, template, voice },
    ...{ trackSales, utmSource, utmMedium, utmCampaign, discountCode },
  };
}
