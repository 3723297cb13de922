import { splitByWeights, toDecimal } from '~/lib/money';
import type { ChannelIntervals, Interval } from '~/attribution/models/bootstrap';
import type { ChannelTotal } from '~/attribution/models/journeys';

/**
 * Channel totals as CSV: `channel,conversions,value`, most conversions first, then by name; with intervals also the ends of
 * each. Numbers have up to ten decimals. Values in minor units of a currency are printed in it, and add up to the whole.
 */
export function resultTable(
  totals: readonly ChannelTotal[],
  currency: string | undefined,
  intervals?: readonly ChannelIntervals[],
): string {
  const values = currency === undefined ? totals.map(({ value }) => value) : inWholeUnits(totals);
  const valueText = (value: number) =>
    currency === undefined ? decimal(value) : toDecimal({ minor: BigInt(Math.round(value)), currency });
  const rows = totals.map((total, index) => {
    const found = intervals?.find(({ channel }) => channel === total.channel);
    const ends = ([low, high]: Interval, text: (value: number) => string) => [text(low), text(high)];
    return {
      ...total,
      cells: [
        total.channel,
        decimal(total.conversions),
        valueText(values[index] ?? 0),
        ...(found ? [...ends(found.conversions, decimal), ...ends(found.value, valueText)] : []),
      ],
    };
  });
  const header = ['channel', 'conversions', 'value'];
  const more = ['conversions_low', 'conversions_high', 'value_low', 'value_high'];
  return [
    intervals ? [...header, ...more] : header,
    ...rows
      .sort((a, b) => b.conversions - a.conversions || (a.channel < b.channel ? -1 : 1))
      .map(({ cells }) => cells),
  ]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

/** Of totals that are whole already nothing changes. */
function inWholeUnits(totals: readonly ChannelTotal[]): number[] {
  const whole = Math.round(totals.reduce((sum, { value }) => sum + value, 0));
  if (totals.every(({ value }) => Number.isInteger(value)) || whole === 0)
    return totals.map(({ value }) => Math.round(value));
  const weights = totals.map(({ value }) => BigInt(Math.max(0, Math.round(value * 1_000))));
  return splitByWeights(BigInt(whole), weights).map(Number);
}

const decimal = (value: number): string => String(Number(value.toFixed(10)));

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
