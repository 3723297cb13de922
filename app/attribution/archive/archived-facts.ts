import { maskMail, originOf } from '~/lib/traces';
import type { Row } from '~/attribution/archive/archive';
import type { Facts, Landing, VersionFact } from '~/attribution/facts';

type ArchivedLanding = NonNullable<Row<'evidence'>['landing']>;

/** What an order is decided from, as an archive has it: without what may name the customer, which decides nothing. */
export function evidenceOf(facts: Facts): Row<'evidence'> {
  const { order, journey, versions } = facts;
  return {
    orderId: order.id,
    cartClickId: order.cartClickId,
    landing: order.landing && landingWithoutTraces(order.landing),
    checkouts: facts.checkouts,
    pixelLandings: facts.pixelLandings.map(landingWithoutTraces),
    journey: { state: journey.state, visits: journey.visits.map(landingWithoutTraces) },
    clicks: facts.clicks,
    contactClickIds: facts.contactClickIds,
    versionIds: versions.map(({ id }) => id),
    discountCodes: order.discountCodes.filter((code) =>
      versions.some(({ discountCode }) => discountCode === code),
    ),
    sends: facts.sends,
    subscription: facts.subscription,
  };
}

/** A message as an archive has it: its tags read as those of landings do. */
export function archivedMessage({ utm, ...message }: VersionFact): Row<'messages'> {
  const { source, medium, campaign } = utm;
  return {
    ...message,
    utm: { source: maskMail(source), medium: maskMail(medium), campaign: maskMail(campaign) },
  };
}

function landingWithoutTraces({ at, clickId, utm, adParam, referrer }: Landing): ArchivedLanding {
  const masked = (text: string | null) => text && maskMail(text);
  return {
    at,
    clickId,
    utm: {
      source: masked(utm.source),
      medium: masked(utm.medium),
      campaign: masked(utm.campaign),
      id: masked(utm.id),
    },
    adParam,
    referrer: referrer && originOf(referrer),
  };
}

/**
 * The facts of an order, from its rows. Refunds are not among them: nothing is decided by them beyond what the order's
 * worth says.
 * @param versions the messages that its evidence names
 */
export function factsOf(
  order: Row<'orders'>,
  evidence: Row<'evidence'>,
  versions: VersionFact[],
  ownHosts: string[],
): Facts {
  const seen = (landing: ArchivedLanding): Landing => ({ ...landing, page: null });
  const { orderId: id, name, placedAt, kind, test, deletedAt, cancelledAt, currency } = order;
  const { checkouts, pixelLandings, journey, clicks, contactClickIds, sends, subscription } = evidence;
  return {
    order: {
      id,
      name,
      placedAt,
      kind,
      test,
      deletedAt,
      cancelledAt,
      valueMinor: order.valueMinor,
      netMinor: order.netMinor,
      currency,
      cartClickId: evidence.cartClickId,
      landing: evidence.landing && seen(evidence.landing),
      discountCodes: evidence.discountCodes,
    },
    refunds: [],
    checkouts,
    pixelLandings: pixelLandings.map(seen),
    journey: { state: journey.state, visits: journey.visits.map(seen) },
    clicks,
    contactClickIds,
    versions,
    sends,
    ownHosts,
    subscription,
  };
}
