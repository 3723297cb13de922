import { z } from 'zod';
import type { Channel } from '~/channels/channel';
import type { EditableMessage } from '~/campaigns/campaign';

/** The most that a campaign has; the first is always there. */
export const VARIANTS = ['A', 'B', 'C', 'D'] as const;
export type Variant = (typeof VARIANTS)[number];
export const FIRST_VARIANT = 'A' satisfies Variant;

export const variantSchema = z.enum(VARIANTS);

/** The variant that a text names; the first where it names none. */
export const readVariant = (text: string | null | undefined): Variant =>
  variantSchema.safeParse(text).data ?? FIRST_VARIANT;

/** What can decide between variants. */
export const WINNER_METRICS = ['clicks', 'opens', 'orders', 'revenue'] as const;
export type WinnerMetric = (typeof WINNER_METRICS)[number];

/** The metric's name in a sentence. */
export const metricLabel: Record<WinnerMetric, string> = {
  clicks: 'click rate',
  opens: 'open rate',
  orders: 'share of recipients with a credited order',
  revenue: 'credited revenue per recipient',
};

/** How the variants of a campaign are tried. */
export interface VariantTest {
  /** Of the audience, the share that is given the variants first; 100: everybody, and no rest that could get the winner. */
  percent: number;
  metric: WinnerMetric;
  /** From when the last message of the test went out until the rest is sent the winner. */
  hours: number;
}

/** How the variants are tried, in a sentence or two. */
export function testInWords({ percent, metric, hours }: VariantTest): string {
  if (percent === TEST_LIMITS.percent.most) return 'Everybody is split evenly between them.';
  return `${percent} % of the audience is split evenly between them first. ${hoursInWords(hours)} after the last of these messages, the rest gets the one with the best ${metricLabel[metric]}.`;
}

export const hoursInWords = (hours: number): string => (hours === 1 ? 'One hour' : `${hours} hours`);

export const TEST_LIMITS = { percent: { least: 10, most: 100 }, hours: { least: 1, most: 168 } } as const;

/** Of a campaign's row. */
export function variantTestOf(row: {
  testPercent: number;
  winnerMetric: string;
  testHours: number;
}): VariantTest {
  const metric = z.enum(WINNER_METRICS).parse(row.winnerMetric);
  return { percent: row.testPercent, metric, hours: row.testHours };
}

/** What is counted of a message. */
export function metricsOf(
  channel: Channel,
  { trackSales, template = null }: { trackSales: boolean; template?: string | null },
): readonly WinnerMetric[] {
  const tracked: readonly WinnerMetric[] = !trackSales
    ? []
    : template === null
      ? ['clicks', 'orders', 'revenue']
      : ['orders', 'revenue'];
  return channel === 'email' ? [...tracked, 'opens'] : tracked;
}

/** Why a test cannot be decided, and what to do: a sentence. Undefined where it can, or where there is nothing to decide. */
export function whyUndecidable(
  channel: Channel,
  test: VariantTest,
  messages: readonly { trackSales: boolean; template?: string | null }[],
): string | undefined {
  if (messages.length < 2 || test.percent === TEST_LIMITS.percent.most) return undefined;
  if (messages.every((message) => metricsOf(channel, message).includes(test.metric))) return undefined;
  if (channel === 'voice')
    return 'Nothing of a call can be counted, so no variant can win. Split everybody evenly.';
  if (messages.some(({ trackSales }) => !trackSales))
    return `The ${metricLabel[test.metric]} is known only where sales are tracked. Turn tracking on, or split everybody evenly.`;
  return `The ${metricLabel[test.metric]} of this message is not known. Decide by something else, or split everybody evenly.`;
}

type Written = Pick<EditableMessage, 'subject' | 'preheader' | 'html' | 'text'> & {
  template?: string | null;
  voice?: string;
};

/** What a variant has otherwise than the first, in one line. */
export function differenceInWords(channel: Channel, first: Written, other: Written): string {
  const email = channel === 'email';
  const differs = [
    ...(email && first.subject !== other.subject ? ['subject'] : []),
    ...(email && first.preheader !== other.preheader ? ['preheader'] : []),
    ...(first.html !== other.html || first.text !== other.text ? ['content'] : []),
    ...((first.template ?? '') !== (other.template ?? '') ? ['template'] : []),
    ...((first.voice ?? '') !== (other.voice ?? '') ? ['language'] : []),
  ];
  if (differs.length === 0) return 'The same as A so far.';
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(differs);
  return `Differs from A in ${list}.`;
}

/** What has come of one variant. Money is in minor units of the shop's currency. */
export interface VariantFigures {
  variant: Variant;
  /** Taken by the provider and not reported as failed. */
  delivered: number;
  /** Recipients who displayed it, machines left out. */
  opened: number;
  /** Recipients who clicked, machines left out. */
  clicked: number;
  /** People with an order that is credited to it. */
  buyers: number;
  orders: number;
  revenueMinor: bigint;
  /** The sum of the squares of what each of its buyers brought, in squared minor units. */
  revenueSquares: number;
}

const count = z.number().int().nonnegative();

/** Figures as they are kept with a choice. */
export const keptFigures = z.array(
  z.object({
    variant: variantSchema,
    delivered: count,
    opened: count,
    clicked: count,
    buyers: count,
    orders: count,
    revenueMinor: z
      .string()
      .regex(/^-?\d+$/)
      .transform(BigInt),
    revenueSquares: z.number().nonnegative(),
  }),
);
