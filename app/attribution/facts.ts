import type { Grade } from '~/attribution/evidence';
import type { OrderKind } from '~/orders/order';

const DAY_MS = 86_400_000;

/** How far before an order evidence is looked for: the longest window, and a day for those who look just beyond it. */
export const LOOK_BACK_MS = 91 * DAY_MS;

/** Longest window that a shop may set, in days. */
export const LONGEST_WINDOW = 90;

/** Everything that decides one order, as it is known now. Lists come in any order and change nothing by it. */
export interface Facts {
  order: {
    id: bigint;
    name: string;
    /** When the customer bought, to the second. */
    placedAt: Date;
    kind: OrderKind;
    test: boolean;
    /** When it was deleted in Shopify. */
    deletedAt: Date | null;
    cancelledAt: Date | null;
    /** What the order is worth now, in minor units of `currency`. */
    valueMinor: bigint;
    /** The same without tax, duties and shipping. */
    netMinor: bigint;
    currency: string;
    /** Id of the click that the cart carried; its signature holds. */
    cartClickId: string | null;
    /** Where the order's session began, by the order itself; null where Shopify recorded nothing. */
    landing: Landing | null;
    /** That were entered, in lower case. */
    discountCodes: string[];
  };
  refunds: { at: Date; totalMinor: bigint }[];
  /** Completed checkouts of this order that the pixel reported. */
  checkouts: { at: Date }[];
  /** Landings of the visitors who completed those checkouts. */
  pixelLandings: Landing[];
  journey: { state: JourneyState; visits: Landing[] };
  /** Clicks named by landing, cart or contact. */
  clicks: ClickFact[];
  /** Which of them belong to deliveries to the customer of the order. */
  contactClickIds: string[];
  versions: VersionFact[];
  /** When a message went to the customer of the order, or to whoever made one of the clicks. */
  sends: { versionId: bigint; at: Date }[];
  /** Host names that are the shop itself. */
  ownHosts: string[];
  /** Of a renewal: the first order of its subscription; null where the shop has none, and of every other order. */
  subscription: FirstOrder | null;
}

/** The order that began a subscription, and who earned it as far as that is decided. */
export interface FirstOrder {
  orderId: bigint;
  name: string;
  shares: { versionId: bigint; touchAt: Date; grade: Grade; weightPpm: number }[];
}

/** waiting: Shopify is still asked · absent: it has none · expired: it never became ready. */
export type JourneyState = 'waiting' | 'ready' | 'absent' | 'expired';

/** One arrival of a visitor on the shop as one witness saw it. */
export interface Landing {
  /** Null where only the page was recorded. */
  at: Date | null;
  /** Of a click id whose signature holds. */
  clickId: string | null;
  utm: { source: string | null; medium: string | null; campaign: string | null; id: string | null };
  /** Name of a parameter that the platform of an ad or a link added. */
  adParam: string | null;
  referrer: string | null;
  page: string | null;
}

export interface ClickFact {
  id: string;
  at: Date;
  versionId: bigint;
  verdict: 'human' | 'machine';
  /** Whether a machine's verdict rests on what else happened to the delivery, and not on the request itself. */
  presumed: boolean;
}

/** A message version of this shop. */
export interface VersionFact {
  id: bigint;
  publicId: string;
  tracked: boolean;
  /** Whether tracking was turned on after it was sent: then its links carry its tags, and no utm_id of ours. */
  adopted: boolean;
  frozenAt: Date;
  campaignId: bigint | null;
  /** The name of its campaign, or of its automation. */
  campaign: string | null;
  /** Its letter, where its campaign was sent in variants. */
  variant: string | null;
  trackingLinkId: bigint | null;
  automationId: bigint | null;
  /** Of a tracking link or an automation's step: its name, as it is now. */
  subject: string;
  channel: string;
  utm: { source: string; medium: string; campaign: string };
  /** Its campaign's own, in lower case; empty where there is none. */
  discountCode: string;
}

export type Scope = 'all_sources' | 'messages_only';

/** Models that decide each order by its own touches. */
export const RULE_MODELS = [
  'last_click',
  'first_click',
  'any_click',
  'linear',
  'position_based',
  'time_decay',
] as const;
export type RuleModel = (typeof RULE_MODELS)[number];

/** Models that weigh channels by all journeys together: they have totals, and no credits of one order. */
export const DATA_DRIVEN_MODELS = ['markov', 'shapley'] as const;
export type DataDrivenModel = (typeof DATA_DRIVEN_MODELS)[number];

export const MODELS = [...RULE_MODELS, ...DATA_DRIVEN_MODELS] as const;
export type Model = (typeof MODELS)[number];

/** The channels that may have a window of their own. */
export const WINDOW_CHANNELS = ['email', 'sms', 'whatsapp', 'link'] as const;
export type WindowChannel = (typeof WINDOW_CHANNELS)[number];

/** One version of a shop's attribution settings. Never edited: a change is a new version. */
export interface Settings {
  version: number;
  model: RuleModel;
  /** From the touch to the order: of other sources, and of every channel that has no window of its own. */
  windowDays: number;
  channelWindows: Partial<Record<WindowChannel, number>>;
  scope: Scope;
  /** After how many days a touch weighs half as much, under time decay. */
  halfLifeDays: number;
  /** Grades of evidence that earn no message anything. */
  refusedGrades: Grade[];
  /** Whether renewals of subscriptions count like other orders, or in a column of their own. */
  renewals: 'apart' | 'inside';
  /** What of an order is credited: all of its value, or the value without tax, duties and shipping. */
  basis: 'total' | 'net';
}

/** What a shop has before it changes anything: Shopify's own default, so that numbers compare. */
export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  model: 'last_click',
  windowDays: 5,
  channelWindows: {},
  scope: 'all_sources',
  halfLifeDays: 7,
  refusedGrades: [],
  renewals: 'apart',
  basis: 'total',
};
