import { createHash } from 'node:crypto';
import { type ShopId, shopifyNumber, timeOfUuid, toUuid } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { type WireEvent, wireLanding, type WireLanding } from '~/tracking/wire-event';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far a visitor's clock may be ahead of ours. */
const CLOCK_AHEAD_MS = 10 * MINUTE;
/** The longest window of attribution: what is older can earn nothing. */
const OLDEST_MS = 90 * DAY;
const LANDINGS_AT_MOST = 20;
const TAG_LENGTH = 255;
const ADDRESS_LENGTH = 1_024;
const LARGEST_ID = 2n ** 63n - 1n;

export interface PixelContext {
  shop: ShopId;
  /** Keyed hash of the event's visitor. */
  visitor: string;
  now: Date;
  /** The click id in a token that this shop's clicks were given. */
  readClick: (token: string) => string | undefined;
}

export interface CheckoutFacts {
  token: string;
  visitor: string;
  orderId: bigint | null;
  completedAt: Date;
}

/** A landing that counts, ready to be stored. */
export interface TouchFacts {
  /** Made from shop, visitor, time and content: the same landing told twice has the same id. */
  id: string;
  at: Date;
  visitor: string;
  clickId: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  utmId: string | null;
  adParam: string | null;
  referrer: string | null;
  path: string | null;
}

export type EventDrop = 'future_checkout' | 'old_checkout';
export type LandingDrop =
  | 'malformed_landing'
  | 'future_landing'
  | 'old_landing'
  | 'landing_after_checkout'
  | 'click_not_ours'
  | 'no_origin'
  | 'too_many_landings';

export interface PixelFacts {
  checkout: CheckoutFacts;
  /** Oldest first. */
  touches: TouchFacts[];
  /** Why landings, or parts of them, were left out; one entry each. */
  dropped: LandingDrop[];
}

interface Step<T, Reason> {
  reason: Reason;
  drops: (item: T, event: WireEvent, context: PixelContext) => boolean;
}

const isFuture = (at: Date, now: Date) => at.getTime() > now.getTime() + CLOCK_AHEAD_MS;
const isOld = (at: Date, now: Date) => at.getTime() < now.getTime() - OLDEST_MS;

/** The steps that an event passes, in order. */
export const EVENT_STEPS: Step<WireEvent, EventDrop>[] = [
  { reason: 'future_checkout', drops: ({ at }, _, { now }) => isFuture(at, now) },
  { reason: 'old_checkout', drops: ({ at }, _, { now }) => isOld(at, now) },
];

type Landing = Omit<TouchFacts, 'id' | 'visitor'>;

/** A landing with none of these is a direct visit. */
const ORIGINS = ['clickId', 'utmSource', 'utmMedium', 'utmCampaign', 'utmId', 'adParam', 'referrer'] as const;

/** The steps that each landing passes, in order. */
export const LANDING_STEPS: Step<Landing, LandingDrop>[] = [
  { reason: 'future_landing', drops: ({ at }, _, { now }) => isFuture(at, now) },
  { reason: 'old_landing', drops: ({ at }, _, { now }) => isOld(at, now) },
  { reason: 'landing_after_checkout', drops: ({ at }, event) => at > event.at },
  { reason: 'no_origin', drops: (landing) => ORIGINS.every((origin) => landing[origin] === null) },
];

/**
 * What counts of a pixel's event: the join from visitor to checkout, and the landings that pass every step. Anybody can
 * send anything to the pixel's address, so nothing here can make money or an order, and only a signed click id names a
 * click.
 */
export function keepEvent(event: WireEvent, context: PixelContext): Outcome<PixelFacts, EventDrop> {
  const broken = EVENT_STEPS.find((step) => step.drops(event, event, context));
  if (broken) return refused(broken.reason);

  const dropped: LandingDrop[] = [];
  const kept = new Map<string, TouchFacts>();
  for (const landing of landingsOf(event, context, dropped)) {
    const step = LANDING_STEPS.find(({ drops }) => drops(landing, event, context));
    if (step) {
      dropped.push(step.reason);
      continue;
    }
    const touch = { id: touchId(context, landing), visitor: context.visitor, ...landing };
    kept.set(touch.id, touch);
  }
  const touches = [...kept.values()].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1),
  );
  const surplus = touches.splice(0, Math.max(0, touches.length - LANDINGS_AT_MOST));
  dropped.push(...surplus.map(() => 'too_many_landings' as const));
  return done({ checkout: checkoutOf(event, context), touches, dropped });
}

function checkoutOf(event: WireEvent, { visitor }: PixelContext): CheckoutFacts {
  const orderId = shopifyNumber(event.checkout.order) ?? null;
  return {
    token: event.checkout.token,
    visitor,
    orderId: orderId !== null && orderId <= LARGEST_ID ? orderId : null,
    completedAt: event.at,
  };
}

/** The landings as told, and the click that the cart still knew where no landing does. */
function landingsOf(event: WireEvent, context: PixelContext, dropped: LandingDrop[]): Landing[] {
  const verified = (token: string | null | undefined): string | null => {
    if (!token) return null;
    const id = context.readClick(token);
    if (id === undefined) dropped.push('click_not_ours');
    return id ?? null;
  };
  const landings = event.landings.flatMap((told) => {
    const parsed = wireLanding.safeParse(told);
    if (parsed.success) return [readLanding(parsed.data, verified(parsed.data.click))];
    dropped.push('malformed_landing');
    return [];
  });
  const inCart = verified(event.checkout.click);
  if (inCart !== null && !landings.some(({ clickId }) => clickId === inCart)) {
    landings.push(readLanding({ at: timeOfUuid(inCart) }, inCart));
  }
  return landings;
}

function readLanding(told: WireLanding, clickId: string | null): Landing {
  return {
    at: told.at,
    clickId,
    utmSource: cleanText(told.source, TAG_LENGTH),
    utmMedium: cleanText(told.medium, TAG_LENGTH),
    utmCampaign: cleanText(told.campaign, TAG_LENGTH),
    utmId: cleanText(told.id, TAG_LENGTH),
    adParam: /^[a-z][a-z0-9_]{1,31}$/i.exec(told.ad ?? '')?.[0] ?? null,
    referrer: /^https?:\/\/[^/]/i.test(told.ref ?? '') ? cleanAddress(told.ref) : null,
    path: told.path?.startsWith('/') ? cleanAddress(told.path) : null,
  };
}

/** Printable, bounded and whole: a control character or half of a pair would be refused, and with it everybody's events. */
function cleanText(text: string | undefined, length: number): string | null {
  const clean = text
    ?.replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, length)
    .replace(/\p{Cs}/gu, '\ufffd');
  return clean ? clean : null;
}

/** Without query and fragment: they may hold personal data. */
const cleanAddress = (address: string | undefined) =>
  cleanText(address?.replace(/[?#].*$/s, ''), ADDRESS_LENGTH);

/** A UUID of version 8 (RFC 9562: made by a rule of one's own), from SHA-256. */
function touchId({ shop, visitor }: PixelContext, landing: Landing): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([shop, visitor, landing]))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return toUuid(digest);
}
