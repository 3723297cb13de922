import { expect, it } from 'vitest';
import { amountsOf, sharing } from '~/attribution/models/weights';
import { isWithinWindow } from '~/attribution/window';
import { againstTables, text } from './public-tables';

againstTables('the W3C’s Attribution API', ['W3C'], (noted) => {
  interface Impression {
    at: number;
    index: number;
    priority: number;
    days: number;
    sites: string[] | undefined;
    caller: string;
  }
  interface Event {
    seconds: number;
    site: string;
    intermediarySite?: string;
    event: string;
    options: {
      histogramIndex?: number;
      histogramSize?: number;
      priority?: number;
      lifetimeDays?: number;
      conversionSites?: string[];
      impressionCallers?: string[];
      value?: number;
      credit?: number[];
    };
    expected?: number[];
  }
  const siteOf = (host: string) => host.split('.').slice(-2).join('.');
  const NAMES = ['basic', 'conversion-sites', 'credit-longer-than-impressions', 'expiry'];
  const MORE = ['impression-callers', 'multi-touch-divides-evenly', 'no-matching-impression', 'priority'];

  it.each([...NAMES, ...MORE])('%s: whole parts by its credit, within its lifetime', (name) => {
    const { events } = JSON.parse(text(`w3c_attribution_e2e/${name}.json`)) as { events: Event[] };
    const impressions: Impression[] = [];
    for (const { seconds, site, intermediarySite, event, options, expected } of events) {
      if (event === 'saveImpression') {
        impressions.push({
          at: seconds * 1_000,
          index: options.histogramIndex ?? 0,
          priority: options.priority ?? 0,
          days: options.lifetimeDays ?? 30,
          sites: options.conversionSites?.map(siteOf),
          caller: intermediarySite ?? site,
        });
        continue;
      }
      const callers = options.impressionCallers?.map(siteOf);
      const { credit = [1], value = 1 } = options;
      const path = impressions
        .filter(({ at, days }) => isWithinWindow(at, seconds * 1_000, days))
        .filter(({ sites, caller }) => (sites?.includes(site) ?? true) && (callers?.includes(caller) ?? true))
        .sort((a, b) => b.priority - a.priority || b.at - a.at)
        .slice(0, credit.length);
      const histogram = Array.from({ length: options.histogramSize ?? 0 }, () => 0);
      // Shares in halves are whole numbers after doubling.
      const weights = sharing(credit.slice(0, path.length).map((share) => share * 2));
      const amounts = path.length > 0 ? amountsOf(weights, BigInt(value)) : [];
      path.forEach(({ index }, position) => {
        histogram[index] = (histogram[index] ?? 0) + Number(amounts[position]);
      });
      expect(histogram).toEqual(expected);
      noted('W3C', `${name} at ${seconds}`, true);
    }
  });
});
