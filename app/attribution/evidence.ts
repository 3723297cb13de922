import type { ClickFact, Facts, Landing, VersionFact } from '~/attribution/facts';
import { otherSourceOf } from '~/attribution/source';
import type { Traffic } from '~/attribution/traffic-channel';

/** What ties an order to a message, best first. */
export const GRADES = [
  'click_id',
  'cart_click_id',
  'pixel_tags',
  'journey_tags',
  'landing_tags',
  'discount_code',
  'contact_click',
] as const;
export type Grade = (typeof GRADES)[number];

export const gradeLabel: Record<Grade, string> = {
  click_id: 'Signed click',
  cart_click_id: 'Signed click in the cart',
  pixel_tags: 'Tags, seen by the pixel',
  journey_tags: 'Tags, in Shopify’s journey',
  landing_tags: 'Tags, in the landing page',
  discount_code: 'Discount code',
  contact_click: 'Known contact',
};

export const gradeMeaning: Record<Grade, string> = {
  click_id: 'The click’s own signed id was still with the visitor at checkout.',
  cart_click_id: 'The cart carried the click’s own signed id.',
  pixel_tags: 'The pixel saw the message’s tags in a landing of this visitor.',
  journey_tags: 'Shopify recorded the message’s tags in a visit of this customer.',
  landing_tags: 'The message’s tags are in the page where the order’s session began.',
  discount_code:
    'The order was placed with the discount code of the message’s campaign, which had been sent.',
  contact_click: 'The message to the customer of the order was clicked: by them, unless they passed it on.',
};

/** Position on the ladder: 0 is the best. */
export const rankOf = (grade: Grade): number => GRADES.indexOf(grade);

/** Why a piece of evidence does not count. */
export type Refusal =
  | 'machine_click'
  | 'unknown_message'
  | 'not_tracked'
  | 'grade_not_accepted'
  | 'tags_do_not_match'
  | 'after_order'
  | 'outside_window'
  | 'pixel_saw_visitor'
  | 'superseded_by_later_touch'
  | 'preceded_by_other_touch';

/** Where a visit came from: a message of this shop, or another source by name. */
export type Origin = { kind: 'message'; versionId: bigint } | ({ kind: 'other' } & Traffic);

export const originKey = (origin: Origin): string =>
  origin.kind === 'message' ? `message ${origin.versionId}` : `other ${origin.source} ${origin.channel}`;

/** One landing or click as one witness saw it. */
export interface Sighting {
  /** What it would be worth; also says who saw it. */
  grade: Grade;
  /** The click's own time where the click is known, else the landing's. */
  at: Date;
  /** Whether the time was recorded, or is inferred from the order's. */
  timed: boolean;
  clickId: string | null;
  /** Null where it counts for nothing. */
  origin: Origin | null;
  /** Why it is no evidence for a message, where it looked like one. */
  refusal: Refusal | null;
  /** Message version that it speaks of, also where it is refused. */
  versionId: bigint | null;
  landing: Landing | null;
  /** The discount code that names the message. */
  code: string | null;
}

/** Shopify ends a session after this long without activity: what lies nearer to the order is in the order's session. */
const SESSION_MS = 30 * 60_000;

/** How far a visitor's clock may be ahead of Shopify's. */
const CLOCK_AHEAD_MS = 10 * 60_000;

/**
 * Clicks that were taken for a machine's and are a person's, because the shop saw the visitor arrive: a scanner opens
 * links, and does not shop.
 */
export function acquittedClicks({ order, clicks, pixelLandings, journey }: Facts): ClickFact[] {
  const presumed = clicks.filter(({ presumed, verdict }) => presumed && verdict === 'machine');
  if (presumed.length === 0) return [];
  const landings = [...pixelLandings, ...journey.visits, ...(order.landing ? [order.landing] : [])];
  const seen = new Set([order.cartClickId, ...landings.map(({ clickId }) => clickId)]);
  return presumed.filter(({ id }) => seen.has(id));
}

/** Reads every piece of evidence out of the facts. Direct visits say nothing and are left out. */
export function readEvidence(facts: Facts): Sighting[] {
  const clicks = new Map(facts.clicks.map((click) => [click.id, click]));
  const versions = new Map(facts.versions.map((version) => [version.id, version]));
  const acquitted = new Set(acquittedClicks(facts).map(({ id }) => id));
  const sessionStart = new Date(facts.order.placedAt.getTime() - SESSION_MS);

  const ofClick = (clickId: string, grade: Grade, landing: Landing | null): Sighting | undefined => {
    const click = clicks.get(clickId);
    const version = click && versions.get(click.versionId);
    if (!click || !version) return undefined;
    const machine = click.verdict === 'machine' && !acquitted.has(click.id);
    const refusal = machine ? 'machine_click' : version.tracked ? null : 'not_tracked';
    return {
      grade,
      at: click.at,
      timed: true,
      clickId,
      origin: refusal ? null : { kind: 'message', versionId: version.id },
      refusal,
      versionId: version.id,
      landing,
      code: null,
    };
  };

  const ofLanding = (landing: Landing, tagsGrade: Grade, clickGrade: Grade): Sighting | undefined => {
    const byClick = landing.clickId && ofClick(landing.clickId, clickGrade, landing);
    if (byClick) return byClick;
    const at = landing.at ?? sessionStart;
    const found = versionOf(landing, at, facts.versions);
    const other = otherSourceOf(landing, facts.ownHosts);
    const origin: Origin | null =
      found && 'version' in found
        ? { kind: 'message', versionId: found.version.id }
        : other
          ? { kind: 'other', ...other }
          : null;
    const refusal = found && 'refusal' in found ? found.refusal : null;
    if (!origin && !refusal) return undefined;
    return {
      grade: tagsGrade,
      at,
      timed: landing.at !== null,
      clickId: null,
      origin,
      refusal,
      versionId: origin?.kind === 'message' ? origin.versionId : null,
      landing,
      code: null,
    };
  };

  const seen = [
    ...facts.pixelLandings
      .map((landing) => onShopClock(landing, facts))
      .map((landing) => ofLanding(landing, 'pixel_tags', 'click_id')),
    ...(facts.order.cartClickId ? [ofClick(facts.order.cartClickId, 'cart_click_id', null)] : []),
    ...facts.journey.visits.map((visit) => ofLanding(visit, 'journey_tags', 'journey_tags')),
    ...(facts.order.landing ? [ofLanding(facts.order.landing, 'landing_tags', 'landing_tags')] : []),
    ...facts.contactClickIds.map((id) => ofClick(id, 'contact_click', null)),
  ].filter((sighting) => sighting !== undefined);
  const before = seen.filter(({ at }) => at <= facts.order.placedAt);
  const named = new Set(before.map(({ versionId }) => versionId));
  return [...seen, ...facts.order.discountCodes.flatMap((code) => ofCode(code, facts, named))];
}

/**
 * A campaign's own code in an order speaks for its message from when it was sent to the customer, or was sent at all:
 * who used the code is not known to have come at any other time. Of several messages with one code, variants of a campaign
 * among them, the last one is meant that the customer received or that other evidence names; where none is known, that of
 * the last campaign before the order, by its first variant.
 */
function ofCode(
  code: string,
  { order, versions, sends }: Facts,
  named: ReadonlySet<bigint | null>,
): Sighting[] {
  const sentBefore = versions
    .filter((one) => one.tracked && one.discountCode === code && one.frozenAt <= order.placedAt)
    .map((version) => {
      const sent = sends.filter(({ versionId, at }) => versionId === version.id && at <= order.placedAt);
      const at = Math.max(version.frozenAt.getTime(), ...sent.map((send) => send.at.getTime()));
      return { version, at, known: sent.length > 0 || named.has(version.id) };
    })
    .sort((a, b) => b.at - a.at || (b.version.id > a.version.id ? 1 : -1));
  const [last] = sentBefore;
  const meant =
    sentBefore.find(({ known }) => known) ??
    sentBefore
      .filter(({ version }) => version.campaignId === last?.version.campaignId)
      .toSorted((a, b) => (variantOf(a.version) < variantOf(b.version) ? -1 : 1))[0];
  if (!meant) return [];
  return [
    {
      grade: 'discount_code',
      at: new Date(meant.at),
      timed: false,
      clickId: null,
      origin: { kind: 'message', versionId: meant.version.id },
      refusal: null,
      versionId: meant.version.id,
      landing: null,
      code,
    },
  ];
}

const variantOf = ({ variant }: VersionFact): string => variant ?? '';

/**
 * A landing that the visitor's browser noted before it completed the checkout came before the order, also where its
 * clock says minutes later: then it is taken as having come with the order.
 */
function onShopClock(landing: Landing, { order, checkouts }: Facts): Landing {
  const { at } = landing;
  const ahead = at ? at.getTime() - order.placedAt.getTime() : 0;
  const beforeCheckout = checkouts.some((checkout) => at && at <= checkout.at);
  return ahead > 0 && ahead <= CLOCK_AHEAD_MS && beforeCheckout
    ? { ...landing, at: order.placedAt }
    : landing;
}

/**
 * The message version that tags name: `utm_id` names it exactly; without it, equal source, medium and campaign mean
 * the version frozen last before the visit. Another tool's `utm_id` stands in no adopted message's way. Undefined where
 * the tags do not look like a message's at all.
 */
function versionOf(
  { utm }: Landing,
  at: Date,
  versions: readonly VersionFact[],
): { version: VersionFact } | { refusal: Refusal } | undefined {
  const named = utm.id ? versions.find((version) => version.publicId === utm.id) : undefined;
  if (named) return named.tracked ? { version: named } : { refusal: 'not_tracked' };
  const tracked = versions.filter((version) => version.tracked);
  const [latest] = tracked
    .filter(({ adopted }) => adopted || !utm.id)
    .filter(
      ({ utm: own }) =>
        own.source === utm.source && own.medium === utm.medium && own.campaign === utm.campaign,
    )
    .filter((version) => version.frozenAt <= at)
    .sort((a, b) => b.frozenAt.getTime() - a.frozenAt.getTime() || (b.id > a.id ? 1 : -1));
  if (latest) return { version: latest };
  if (utm.id) return { refusal: 'unknown_message' };
  if (!utm.source || !utm.medium || !utm.campaign) return undefined;
  const alike = tracked.some(({ utm: own }) => own.source === utm.source && own.medium === utm.medium);
  return alike ? { refusal: 'tags_do_not_match' } : undefined;
}
