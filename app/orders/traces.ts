import { maskMail, originOf, withoutPath } from '~/lib/traces';
import type { JourneyVisit } from '~/orders/journey';

/**
 * What an order tells of where its session began, without what may name the customer. Hosts and tags stay: by them alone
 * it is decided where the customer came from, so that no credit changes.
 */
export function withoutTraces<
  Order extends { landingSite: string | null; referringSite: string | null; discountCodes: string | null },
>(order: Order): Order {
  const { landingSite, referringSite, discountCodes } = order;
  return {
    ...order,
    landingSite: landingSite && maskMail(withoutPath(landingSite)),
    referringSite: referringSite && originOf(referringSite),
    discountCodes: discountCodes && maskMail(discountCodes),
  };
}

/** The same of a visit that Shopify recorded. */
export function visitWithoutTraces({ at, landingPage, referrer, utm }: JourneyVisit): JourneyVisit {
  const masked = (text: string | null) => text && maskMail(text);
  return {
    at,
    landingPage: landingPage && maskMail(withoutPath(landingPage)),
    referrer: referrer && originOf(referrer),
    utm: utm && { source: masked(utm.source), medium: masked(utm.medium), campaign: masked(utm.campaign) },
  };
}
