import { type CampaignCost, totalCost } from '~/campaigns/cost';
import { type Metric, moneyMetric, unknownMetric } from '~/reports/metric';

interface CostData {
  /** Null where nobody said. */
  cost: CampaignCost | null;
  /** Taken by the provider; undefined where that is not known. */
  messages: number | undefined;
  /** Credited, in minor units of `currency`; undefined where it is not known. */
  revenue: bigint | undefined;
  currency: string;
  /** Why messages or revenue are not known, as sentences. */
  noMessages: string;
  noRevenue: string;
  /** Under which rule revenue is credited. */
  rule: string;
}

/** What a campaign cost, and what came in for it. */
export function costMetrics(data: CostData): { cost: Metric; returnOnCost: Metric } {
  const { cost, messages, revenue, currency, rule } = data;
  const total =
    cost === null || (cost.per === 'message' && messages === undefined)
      ? undefined
      : totalCost(cost, messages ?? 0);
  const noCost = cost === null ? 'No cost was entered.' : data.noMessages;
  const returned = {
    name: 'Return on cost',
    definition: `Credited revenue divided by cost: what came in for each unit of money spent. ${rule}`,
  };
  const unknown =
    total === undefined
      ? noCost
      : revenue === undefined
        ? data.noRevenue
        : total === 0n
          ? 'It cost nothing.'
          : undefined;
  return {
    cost: moneyMetric(
      {
        name: 'Cost',
        definition: 'What you entered for the whole campaign, or for each message times those delivered.',
      },
      total === undefined ? undefined : { minor: total, currency },
      undefined,
      noCost,
    ),
    returnOnCost:
      unknown === undefined && total !== undefined && revenue !== undefined
        ? { ...returned, value: timesText(revenue, total), unknown: null, change: null }
        : unknownMetric(returned, unknown ?? ''),
  };
}

/** "3.20×": in hundredths, rounded half away from zero. */
function timesText(revenue: bigint, cost: bigint): string {
  const size = revenue < 0n ? -revenue : revenue;
  const hundredths = (size * 200n + cost) / (cost * 2n);
  const sign = revenue < 0n && hundredths > 0n ? '-' : '';
  return `${sign}${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}×`;
}
