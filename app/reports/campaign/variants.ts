import type { VariantChoice } from '~/campaigns/variant-choice-store.server';
import { FEWEST_EVENTS, intervalOf, valueOf, type Verdict, verdictOn } from '~/campaigns/variant-verdict';
import {
  hoursInWords,
  metricLabel,
  type Variant,
  type VariantFigures,
  type VariantTest,
  type WinnerMetric,
} from '~/campaigns/variants';
import { capital } from '~/lib/capital';
import { formatMoney } from '~/lib/money';
import { formatCount } from '~/reports/metric';

export interface VariantsData {
  /** Of every variant, in the order of their letters: two or more. */
  figures: VariantFigures[];
  /** What each is called, by its letter. */
  headlines: ReadonlyMap<string, string>;
  test: VariantTest;
  choice: VariantChoice | null;
  /** How many wait for the one that wins. */
  waiting: number;
  /** When one is chosen for them, if that is known yet. */
  chosenAt: Date | null;
  /** Before that moment, what people do with the message is still coming in. */
  earlyUntil: Date;
  /** What of the metrics is known: not clicks where sales are not tracked. */
  known: readonly WinnerMetric[];
  currency: string;
}

export interface VariantsView {
  rows: {
    variant: Variant;
    headline: string;
    delivered: string;
    /** Null where nothing tells. */
    opened: string | null;
    clicked: string | null;
    orders: string | null;
    revenue: string | null;
    /** Of the metric, with its 95 % interval. */
    value: string;
  }[];
  /** What decides between them, as the heading of a column. */
  metric: string;
  /** What it comes to, in a sentence or two. */
  verdict: string;
  state: 'early' | Verdict['state'] | 'unknown';
  method: string;
  /** How many wait for a choice; null where nobody does. */
  waiting: string | null;
  /** Whether messages of the test are still going out. */
  underWay: boolean;
}

/** How the variants of a campaign compare, and which of them the rest was or will be sent. */
export function interpretVariants(
  data: VariantsData,
  now: Date,
  momentText: (at: Date) => string,
): VariantsView {
  const { figures, headlines, test, known, currency, waiting } = data;
  const { metric } = test;
  const has = (one: WinnerMetric) => known.includes(one);
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const { state, verdict } = verdictTexts(data, now, momentText);
  return {
    rows: figures.map((one) => ({
      variant: one.variant,
      headline: headlines.get(one.variant) ?? '',
      delivered: formatCount(one.delivered),
      opened: has('opens') ? formatCount(one.opened) : null,
      clicked: has('clicks') ? formatCount(one.clicked) : null,
      orders: has('orders') ? formatCount(one.orders) : null,
      revenue: has('revenue') ? money(one.revenueMinor) : null,
      value: has(metric) ? valueText(metric, one, currency) : '–',
    })),
    metric: capital(metricLabel[metric]),
    verdict,
    state,
    method: methodOf(metric),
    waiting: waiting > 0 ? formatCount(waiting) : null,
    underWay: data.chosenAt === null,
  };
}

function verdictTexts(
  data: VariantsData,
  now: Date,
  momentText: (at: Date) => string,
): Pick<VariantsView, 'verdict' | 'state'> {
  const { figures, test, choice, waiting, chosenAt, earlyUntil, known, currency } = data;
  if (choice) {
    const { variant, chosenBy, rest } = choice;
    const verdict = verdictOn(choice.metric, choice.figures);
    const who = chosenBy === 'rule' ? 'The rule chose' : 'You chose';
    const chosen = `${who} ${variant} on ${momentText(choice.chosenAt)} for the other ${contacts(rest)}.`;
    const why = `As it stood then: ${lower(sentenceOf(verdict, choice.metric, choice.figures, currency, 'led'))}`;
    return { verdict: `${chosen} ${why}`, state: verdict.state };
  }
  const waits =
    waiting === 0
      ? ''
      : `${capital(contacts(waiting))} ${waiting === 1 ? 'waits' : 'wait'} for the winner. It is chosen ${
          chosenAt
            ? `on ${momentText(chosenAt)}`
            : `${lower(hoursInWords(test.hours))} after the last message of the test went out`
        }. `;
  if (!known.includes(test.metric))
    return {
      verdict: `${waits}The ${metricLabel[test.metric]} is not known here, so nothing tells which variant is better.`,
      state: 'unknown',
    };
  const verdict = verdictOn(test.metric, figures);
  const sentence = sentenceOf(verdict, test.metric, figures, currency, 'leads');
  return waiting > 0 || now < earlyUntil
    ? { verdict: `${waits}Too early to tell. So far: ${lower(sentence)}`, state: 'early' }
    : { verdict: sentence, state: verdict.state };
}

function sentenceOf(
  { leader, runnerUp, state }: Verdict,
  metric: WinnerMetric,
  figures: readonly VariantFigures[],
  currency: string,
  leads: 'leads' | 'led',
): string {
  const of = (variant: Variant) => {
    const found = figures.find((one) => one.variant === variant);
    return found ? plainValue(metric, valueOf(metric, found), currency) : '–';
  };
  const values = `its ${metricLabel[metric]} ${leads === 'led' ? 'was' : 'is'} ${of(leader)}, that of ${runnerUp.with} ${of(runnerUp.with)}`;
  if (state === 'too_few')
    return `Too few did it to tell: fewer than ${FEWEST_EVENTS} in all variants together, or one that nobody got. ${leader} ${leads}; ${values}.`;
  const by = `${differenceText(metric, runnerUp.difference, currency)} (interval ${differenceText(metric, runnerUp.low, currency)} to ${differenceText(metric, runnerUp.high, currency)})`;
  return state === 'clear'
    ? `${leader} ${leads}, and that is more than chance: ${values}, a difference of ${by}.`
    : `No clear winner: ${leader} ${leads} by ${by}, which may be chance; ${values}.`;
}

const methodOf = (metric: WinnerMetric): string =>
  [
    metric === 'revenue'
      ? 'The intervals are Student’s and Welch’s at 95 % confidence.'
      : 'The intervals are Wilson’s for each share and Newcombe’s for their difference, at 95 % confidence.',
    'Of more than two variants, the leader has to beat all others at once.',
    ...(metric === 'opens'
      ? [
          'Opens of machines are left out, and with them those of people whose mail program fetches every image: clicks say more.',
        ]
      : []),
    'Each variant is counted with everybody it was sent to.',
  ].join(' ');

function valueText(metric: WinnerMetric, figures: VariantFigures, currency: string): string {
  const interval = intervalOf(metric, figures);
  if (!interval) return '–';
  const [value, low, high] = [valueOf(metric, figures), interval.low, interval.high].map((one) =>
    plainValue(metric, one, currency),
  );
  return `${value} (${low} to ${high})`;
}

const number = (value: number) => new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);

const plainValue = (metric: WinnerMetric, value: number, currency: string): string =>
  metric === 'revenue'
    ? formatMoney({ minor: BigInt(Math.round(value)), currency })
    : `${number(value * 100)}%`;

const differenceText = (metric: WinnerMetric, value: number, currency: string): string =>
  metric === 'revenue' ? plainValue(metric, value, currency) : `${number(value * 100)} points`;

const contacts = (count: number) => `${formatCount(count)} ${count === 1 ? 'contact' : 'contacts'}`;

/** A sentence as the part of another; the letter of a variant stays. */
const lower = (text: string) => (/^[A-D] /.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));
