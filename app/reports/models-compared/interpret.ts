import { DATA_DRIVEN_MODELS, type Model, MODELS, RULE_MODELS, type Settings } from '~/attribution/facts';
import { modelLabel, modelMeaning } from '~/attribution/model-names';
import type { ChannelIntervals } from '~/attribution/models/bootstrap';
import type { ChannelTotal } from '~/attribution/models/journeys';
import { days, windowText } from '~/attribution/rule-text';
import { TRAFFIC_CHANNELS, type TrafficChannel, trafficChannels } from '~/attribution/traffic-channel';
import { versionChannelLabel } from '~/channels/channel';
import { formatMoney, splitByWeights, toDecimal } from '~/lib/money';
import { formatPeriod, type Period } from '~/lib/period';
import { dateBasis } from '~/reports/basis';
import { formatCount } from '~/reports/metric';
import {
  type Dimension,
  keyOfName,
  type ModelComparison,
  OTHER_SOURCES,
  SMALLER,
  WEIGHED_AT_MOST,
} from '~/reports/models-compared/compare';
import type { Weighed } from '~/reports/models-compared/data-driven.server';

/** What is shown of each row. */
export const MEASURES = ['revenue', 'orders'] as const;
export type Measure = (typeof MEASURES)[number];

export interface ModelsComparedView {
  /** What the choice of a model changes for the shop's messages, in a sentence. */
  sentence: string;
  period: string;
  /** Which visits count, and on which day money does. */
  basis: string;
  columns: { model: Model; label: string; meaning: string }[];
  rows: ModelsRow[];
  /** Of each column; any click's is above the others by design. */
  totals: string[];
  /** That any click sums above the total. */
  anyClick: string;
  /** Why Markov and Shapley say nothing; null where they do. */
  standBack: string | null;
  /** How to read what Markov and Shapley say; null where they say nothing. */
  intervals: string | null;
  /** Orders that no model speaks of, a sentence for each reason. */
  leftOut: string[];
  empty: boolean;
}

export interface ModelsRow {
  key: string;
  name: string;
  detail: string | null;
  campaignId: string | null;
  trackingLinkId: string | null;
  automationId: string | null;
  /** The channel or source whose visits the row is of, as the list of orders is asked for them. */
  visits: { channel?: TrafficChannel; source?: string } | null;
  /** One for each column. */
  cells: Cell[];
}

export interface Cell {
  /** Null where it is not known, which is never shown as zero. */
  text: string | null;
  /** The same as a plain decimal; empty where it is not known. */
  raw: string;
  /** What it could have been by chance; null of a rule, which leaves nothing to chance. */
  interval: Interval | null;
}

export interface Interval {
  /** "€80.00 to €120.00" */
  text: string;
  /** Its ends as plain decimals. */
  ends: [string, string];
}

/** A message version, and the rows that it stands in. */
export interface RowName {
  versionId: bigint;
  message: string;
  campaign: string;
  campaignId: string | null;
  trackingLinkId: string | null;
  automationId: string | null;
  /** Of its campaign, or of its automation. */
  campaignName: string | null;
  variant: string | null;
  subject: string;
  channel: string;
}

/** How many orders are compared, and how many are not. */
export interface LeftOut {
  compared: number;
  pending: number;
  otherCurrency: number;
  renewals: number;
  /** Credited before paths were stored. */
  withoutPath: number;
}

export interface ModelsComparedData {
  dimension: Dimension;
  measure: Measure;
  period: Period;
  settings: Settings;
  currency: string;
  names: readonly RowName[];
  comparison: ModelComparison;
  leftOut: LeftOut;
  tooMany: boolean;
  standBack: string | null;
  /** Null where they stand back. */
  weighed: Record<(typeof DATA_DRIVEN_MODELS)[number], Weighed> | null;
}

export function interpretModels(data: ModelsComparedData): ModelsComparedView {
  const { comparison, period, settings, leftOut, weighed } = data;
  const figures = MODELS.map((model) => columnOf(model, data));
  const keys = comparison
    .rows(settings.model)
    .map(({ channel, ...total }) => ({ key: channel, of: total[FIELD[data.measure]] }))
    .sort((a, b) => b.of - a.of || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
  const smaller = weighed?.shapley.totals.some(({ channel }) => channel === SMALLER) ? [SMALLER] : [];
  const empty = comparison.whole.orders === 0;
  return {
    sentence: sentenceOf(data),
    period: formatPeriod(period),
    basis: basisOf(settings, period.zone),
    columns: MODELS.map((model) => ({
      model,
      label: model === settings.model ? `${modelLabel[model]} (yours)` : modelLabel[model],
      meaning: meaningOf(model, settings),
    })),
    rows: [...keys, ...smaller].map((key) => ({
      ...nameOf(key, data),
      cells: figures.map(({ cellOf }) => cellOf(key)),
    })),
    totals: figures.map(({ total }) => total),
    anyClick: 'Any click gives every visit the whole order: its column sums above the total by design.',
    standBack: empty ? null : data.standBack,
    intervals: weighed && INTERVALS,
    leftOut: leftOutText(leftOut),
    empty,
  };
}

const FIELD = { revenue: 'value', orders: 'conversions' } as const;

const INTERVALS =
  'Markov and Shapley read all orders together. Below each figure stands what it could have been by chance: from how many orders came each way, in 95 of 100 cases, at what such orders are worth on average. ' +
  `They weigh the ${WEIGHED_AT_MOST} rows that most orders came by, and all others as one.`;

function meaningOf(model: Model, { halfLifeDays }: Settings): string {
  return model === 'time_decay'
    ? `${modelMeaning[model]} The half-life is ${days(halfLifeDays)}.`
    : modelMeaning[model];
}

function basisOf(settings: Settings, zone: string): string {
  const scope = settings.scope === 'all_sources' ? 'of all sources' : 'from your messages only';
  const value = settings.basis === 'net' ? ' Orders count without tax, duties and shipping.' : '';
  return `All models read the same paths: visits ${scope} within ${windowText(settings)} before the order.${value} ${dateBasis(zone)}`;
}

function sentenceOf({ comparison, settings, currency, tooMany, leftOut }: ModelsComparedData): string {
  if (tooMany)
    return `${formatCount(leftOut.compared)} orders are too many to compare at once. Choose fewer days.`;
  if (comparison.whole.orders === 0) return 'No order of this period has a visit that counts.';
  const money = (minor: number) => formatMoney({ minor: BigInt(minor), currency });
  const own = comparison.messagesMinor(settings.model);
  const others = RULE_MODELS.filter((model) => model !== settings.model && model !== 'any_click').map(
    (model) => comparison.messagesMinor(model),
  );
  const [least, most] = [Math.min(...others), Math.max(...others)];
  const between = least === most ? money(least) : `between ${money(least)} and ${money(most)}`;
  return `By ${modelLabel[settings.model].toLowerCase()}, your rule, your messages earned ${money(own)} of the ${money(comparison.whole.valueMinor)} that orders with a known visit came to; by the other rules ${between}.`;
}

interface Column {
  cellOf: (key: string) => Cell;
  total: string;
}

function columnOf(model: Model, data: ModelsComparedData): Column {
  const { comparison, weighed } = data;
  const field = FIELD[data.measure];
  const text = (figure: number) =>
    data.measure === 'orders'
      ? new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(figure)
      : formatMoney({ minor: BigInt(Math.round(figure)), currency: data.currency });
  const plain = (figure: number) =>
    data.measure === 'orders'
      ? String(figure)
      : toDecimal({ minor: BigInt(Math.round(figure)), currency: data.currency });
  const rule = RULE_MODELS.find((known) => known === model);
  const driven = DATA_DRIVEN_MODELS.find((known) => known === model);
  if (rule) {
    const figures = byKey(comparison.rows(rule), field);
    const cellOf = (key: string): Cell => {
      const figure = figures.get(key) ?? 0;
      return key === SMALLER ? UNKNOWN : { text: text(figure), raw: plain(figure), interval: null };
    };
    return { cellOf, total: text(sumOf(figures)) };
  }
  if (!driven || !weighed) return { cellOf: () => UNKNOWN, total: '–' };
  const { totals, intervals } = weighed[driven];
  const figures = inUnits(byKey(totals, field), data.measure);
  const between = new Map(intervals.map((one: ChannelIntervals) => [one.channel, one[field]]));
  const cellOf = (key: string): Cell => {
    const figure = figures.get(key);
    const [low, high] = between.get(key) ?? [];
    if (figure === undefined) return UNKNOWN;
    return {
      text: text(figure),
      raw: plain(figure),
      interval:
        low === undefined || high === undefined
          ? null
          : { text: `${text(low)} to ${text(high)}`, ends: [plain(low), plain(high)] },
    };
  };
  return { cellOf, total: text(sumOf(figures)) };
}

/** Of a row that is weighed with others, or where a model stands back. */
const UNKNOWN: Cell = { text: null, raw: '', interval: null };

const byKey = (totals: readonly ChannelTotal[], field: 'value' | 'conversions'): Map<string, number> =>
  new Map(totals.map((total) => [total.channel, total[field]]));

const sumOf = (figures: ReadonlyMap<string, number>): number =>
  [...figures.values()].reduce((sum, figure) => sum + figure, 0);

const FINE = 1_000;

/** Figures that no unit divides, in whole units that add up as they do: largest remainder. */
function inUnits(figures: ReadonlyMap<string, number>, measure: Measure): ReadonlyMap<string, number> {
  const weights = [...figures.values()].map((figure) => BigInt(Math.round(figure * FINE)));
  const divisible = weights.every((weight) => weight >= 0n) && weights.some((weight) => weight > 0n);
  if (measure === 'orders' || !divisible) return figures;
  const units = splitByWeights(BigInt(Math.round(sumOf(figures))), weights);
  return new Map([...figures.keys()].map((key, index) => [key, Number(units[index])]));
}

function nameOf(key: string, { dimension, names }: ModelsComparedData): Omit<ModelsRow, 'cells'> {
  const path = { campaignId: null, trackingLinkId: null, automationId: null };
  const bare = { key, detail: null, ...path, visits: null };
  if (key === SMALLER) return { ...bare, name: 'All smaller ones together' };
  if (key === OTHER_SOURCES) return { ...bare, name: 'Other sources' };
  const channel = trafficChannels.find((known) => keyOfName('channel', known) === key);
  if (channel) return { ...bare, name: TRAFFIC_CHANNELS[channel], visits: { channel } };
  if (dimension === 'source') {
    const source = key.slice(keyOfName('source', '').length);
    return { ...bare, name: source, visits: { source } };
  }
  // The newest version of a message says how it is called.
  const found = names.findLast((name) => name[dimension] === key);
  if (!found) return { ...bare, name: key };
  const { campaignId, trackingLinkId, automationId, campaignName, variant, subject } = found;
  const label = versionChannelLabel(found.channel);
  const leads = { campaignId, trackingLinkId, automationId };
  if (dimension === 'campaign' || trackingLinkId)
    return { ...bare, ...leads, name: campaignName ?? subject, detail: automationId ? 'Automation' : label };
  return {
    ...bare,
    ...leads,
    name: subject,
    detail: [label, campaignName, variant && `variant ${variant}`].filter(Boolean).join(' · '),
  };
}

function leftOutText({ pending, otherCurrency, renewals, withoutPath }: LeftOut): string[] {
  const counted = (count: number, noun: string) => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
  const orders = (count: number) => counted(count, 'order');
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  return [
    ...(pending > 0
      ? [`${orders(pending)} ${are(pending)} not decided yet: Shopify is still asked how the visitor came.`]
      : []),
    ...(renewals > 0
      ? [
          `${counted(renewals, 'renewal')} of subscriptions: nobody visits the shop for one, and it goes to who won the first order.`,
        ]
      : []),
    ...(withoutPath > 0
      ? [`${orders(withoutPath)} ${are(withoutPath)} credited and came before paths were kept.`]
      : []),
    ...(otherCurrency > 0
      ? [`${orders(otherCurrency)} ${are(otherCurrency)} in another currency than the shop’s.`]
      : []),
  ];
}
