import type { Bucket, Reason } from '~/attribution/bucket';
import { type Grade, gradeLabel } from '~/attribution/evidence';
import type { JourneyState, RuleModel } from '~/attribution/facts';
import { landingOfPage, otherSourceOf } from '~/attribution/source';
import { modelLabel } from '~/attribution/model-names';
import type { JourneyVisit } from '~/orders/journey';

export interface Tags {
  source: string;
  medium: string;
  campaign: string;
}

/** Tags of the shop, and when the first tracked message with them was sent. */
export interface OwnTags extends Tags {
  sentAt: Date;
}

/** An order as both sides see it. */
export interface TwiceSeen {
  bucket: Bucket;
  reason: Reason | null;
  model: RuleModel;
  /** Of each message that is credited here, its tags, and by which evidence. */
  ours: { tags: Tags; grade: Grade }[];
  journey: JourneyState | null;
  visits: JourneyVisit[];
}

/** What Shopify goes by: the last visit that is not direct. Null where there is none. */
export type TheirWord = { tags: Tags | null; name: string; at: Date } | null;

export const tagsText = ({ source, medium, campaign }: Tags): string => `${source} / ${medium} / ${campaign}`;

export const sameTags = (a: Tags, b: Tags): boolean => tagsText(a) === tagsText(b);

/** Whom Shopify credits, by the visits that it tells of an order. @param ownHosts those of the shop */
export function theirWord(visits: readonly JourneyVisit[], ownHosts: readonly string[]): TheirWord {
  for (const visit of visits.toReversed()) {
    const at = new Date(visit.at);
    const landing = landingOfPage(
      { at, page: visit.landingPage, referrer: visit.referrer, utm: visit.utm },
      () => undefined,
    );
    const { source, medium, campaign } = landing.utm;
    if (source !== null && medium !== null && campaign !== null) {
      const tags = { source, medium, campaign };
      return { tags, name: tagsText(tags), at };
    }
    const other = otherSourceOf(landing, ownHosts);
    if (other) return { tags: null, name: other.source, at };
  }
  return null;
}

/** Why the two sides credit an order to different tags, in a few words and as a sentence. */
export interface Difference {
  label: string;
  why: string;
}

/**
 * @param theirs as `theirWord` says
 * @param own the shop's tags, by their text
 * @returns undefined where both credit the same tags, or neither any of the shop's
 */
export function differenceOf(
  order: TwiceSeen,
  theirs: TheirWord,
  own: ReadonlyMap<string, OwnTags>,
): Difference | undefined {
  const { ours, model } = order;
  const theirTags = theirs?.tags && own.get(tagsText(theirs.tags));
  const [first] = ours;
  if (!first) return theirTags ? whyNotOurs(order, theirs.at < theirTags.sentAt) : undefined;
  if (theirTags && ours.every(({ tags }) => sameTags(tags, theirTags))) return undefined;
  if (order.journey === 'waiting')
    return { label: 'Not ready in Shopify', why: 'Shopify has not put the order’s visits together yet.' };
  const evidence = `Ours rests on: ${gradeLabel[first.grade].toLowerCase()}.`;
  if (order.journey !== 'ready' || order.visits.length === 0)
    return { label: 'No visit in Shopify', why: `Shopify recorded no visit for this order. ${evidence}` };
  if (model !== 'last_click')
    return {
      label: 'Another model',
      why: `Your model is ${modelLabel[model].toLowerCase()}; Shopify’s is the last click that is not direct.`,
    };
  if (!theirs)
    return { label: 'Direct in Shopify', why: `Shopify recorded direct visits alone. ${evidence}` };
  if (theirTags)
    return {
      label: 'Another message',
      why: `Shopify saw ${theirs.name} last, here another message was last. ${evidence}`,
    };
  return { label: 'Another source', why: `Shopify saw ${theirs.name} last. ${evidence}` };
}

const WHY_NOT_OURS: Partial<Record<Reason, Difference>> = {
  outside_window: {
    label: 'Outside the window',
    why: 'The click lies longer before the order than your window allows; Shopify looks back 30 days.',
  },
  test: { label: 'Test order', why: 'Test orders earn no message anything here.' },
  deleted_in_shopify: {
    label: 'Deleted order',
    why: 'The order was deleted in Shopify and is worth nothing here.',
  },
  subscription_renewal: {
    label: 'Renewal',
    why: 'Renewals of a subscription stand apart here, with the messages that won its first order.',
  },
  journey_waiting: {
    label: 'Not decided yet',
    why: 'It is decided here once all that may be known of it is there.',
  },
};
const BY_SOURCE: Difference = {
  label: 'Another source here',
  why: 'Another source than your messages decides this order by your settings, such as one that the pixel saw after it.',
};

function whyNotOurs({ bucket, reason }: TwiceSeen, beforeSent: boolean): Difference {
  if (beforeSent && bucket === 'no_touch')
    return {
      label: 'Before it was sent',
      why: 'The visit that Shopify goes by came before the first message with these tags was sent.',
    };
  const known = reason && WHY_NOT_OURS[reason];
  if (known) return known;
  if (bucket === 'pending') return WHY_NOT_OURS.journey_waiting ?? BY_SOURCE;
  if (bucket === 'untrackable')
    return { label: 'Not from the online store', why: 'Orders of this kind earn no message anything here.' };
  if (bucket === 'no_touch' && reason !== 'nothing_seen') return BY_SOURCE;
  return {
    label: 'Not accepted here',
    why: 'What Shopify recorded is no evidence by your settings: the receipt says why.',
  };
}
