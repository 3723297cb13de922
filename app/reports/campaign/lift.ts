import { newcombe } from '~/lib/intervals';

/** Contacts who were treated alike, and what they ordered within the window. */
export interface Group {
  contacts: number;
  /** Contacts with an order or more. */
  buyers: number;
  orders: number;
}

/**
 * The difference of the shares of buyers with its 95 % interval, as `newcombe` has it.
 * @param treated with contacts
 * @param heldOut with contacts
 */
export function liftOf(treated: Group, heldOut: Group): { lift: number; low: number; high: number } {
  const share = ({ buyers, contacts }: Group) => ({ part: buyers, whole: contacts });
  const { difference, low, high } = newcombe(share(treated), share(heldOut));
  return { lift: difference, low, high };
}

/** With fewer buyers in both groups together, no difference is called one. */
export const FEWEST_BUYERS = 10;

export interface HoldoutData {
  treated: Group;
  heldOut: Group;
  /** When sending began. */
  from: Date;
  /** Until when orders count. */
  until: Date;
}

export interface HoldoutView {
  groups: { name: string; contacts: string; buyers: string; ordersPerContact: string }[];
  /** What it comes to, in a sentence or two. */
  verdict: string;
  /** too_early: orders may still come in · too_few: too few to tell · unclear: may be chance · clear */
  state: 'too_early' | 'too_few' | 'unclear' | 'clear';
  method: string;
}

/** What was ordered with and without the message. It is too early until the window is over for everybody. */
export function interpretHoldout(
  { treated, heldOut, from, until }: HoldoutData,
  now: Date,
  dateText: (at: Date) => string,
): HoldoutView {
  const state = stateOf(treated, heldOut, now < until);
  return {
    groups: [groupRow('Received it', treated), groupRow('Held out', heldOut)],
    state,
    verdict:
      state === 'too_early'
        ? `Too early to tell: orders count until ${dateText(until)}.`
        : state === 'too_few'
          ? `Too few orders to tell: fewer than ${FEWEST_BUYERS} contacts ordered, or one group is empty.`
          : sentenceOf(liftOf(treated, heldOut), state),
    method: `Any order of a contact counts, whoever earned it, from ${dateText(from)} to ${dateText(until)}: the attribution window from when sending began, for both groups. The interval is Newcombe’s at 95 % confidence, made of Wilson’s for each share.`,
  };
}

function stateOf(treated: Group, heldOut: Group, early: boolean): HoldoutView['state'] {
  if (early) return 'too_early';
  if (treated.contacts === 0 || heldOut.contacts === 0) return 'too_few';
  if (treated.buyers + heldOut.buyers < FEWEST_BUYERS) return 'too_few';
  const { low, high } = liftOf(treated, heldOut);
  return low > 0 || high < 0 ? 'clear' : 'unclear';
}

function sentenceOf({ lift, low, high }: ReturnType<typeof liftOf>, state: 'unclear' | 'clear'): string {
  const size = `${points(lift)} points (95 % interval ${points(low)} to ${points(high)})`;
  if (state === 'unclear')
    return `No clear difference: the share of contacts who ordered differs by ${size}, which may be chance.`;
  return `The share of contacts who ordered is ${lift > 0 ? 'higher' : 'lower'} with the message: by ${size}.`;
}

const number = (value: number, digits: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value);

const points = (share: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(share * 100);

const groupRow = (name: string, { contacts, buyers, orders }: Group) => ({
  name,
  contacts: number(contacts, 0),
  buyers: contacts > 0 ? `${number(buyers, 0)} (${number((buyers / contacts) * 100, 2)}%)` : '–',
  ordersPerContact: contacts > 0 ? number(orders / contacts, 4) : '–',
});
