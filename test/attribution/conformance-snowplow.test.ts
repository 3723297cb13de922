import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { readCost } from '~/campaigns/cost';
import type { Model } from '~/attribution/facts';
import type { Journeys } from '~/attribution/models/journeys';
import { inProportion } from '~/attribution/models/rule-tally';
import { tallyOf } from '~/attribution/models/tally-of';
import { JourneyTable } from '~/attribution/tables/journey-table';
import { classify, TRAFFIC_CHANNELS } from '~/attribution/traffic-channel';
import { costMetrics } from '~/reports/campaign/cost-metrics';
import { tallied } from '#test/support/journeys-factory.ts';
import { againstTables, type Cells, close, csv, tableOf, text, totalsOf } from './public-tables';

const FOLDER = 'snowplow_fractribution/snowplow_fractribution';
const SUITE = 'Snowplow fractribution';
const SUITES = ['journeys', 'events', 'channels', 'summary', 'shares', 'report', 'totals', 'paths'];

/** Their last touch counts direct visits, as ours does over paths in which no step is called so. */
const plainLastClick = () => tallyOf('last_click', { split: inProportion, order: 1 });

/** Their `exposure_path`. */
const withoutRepeats = (channels: readonly string[]) =>
  channels.filter((channel, index) => channel !== channels[index - 1]).join(' > ');

/** Journeys by customer, as the command reads them from touches and orders with a window of 30 days. */
function journeysOf(sessions: readonly { customer: string; at: string; channel: string }[]) {
  const orders = new Map(
    csv(`${FOLDER}_conversions_by_customer_id_expected.csv`).map((row) => [row.customer_id, row]),
  );
  const header = ['order_id', 'value', 'touch_at', 'order_at', 'channel'];
  const table = new JourneyTable({ fields: header, line: 1 });
  for (const { customer, at, channel } of sessions) {
    const { revenue = '', conversion_tstamp: orderAt = '' } = orders.get(customer) ?? {};
    table.add({ fields: [customer, revenue, at, orderAt, channel], line: 2 });
  }
  const customers = [...new Set(sessions.map(({ customer }) => customer))];
  return [...table.journeys(30)].map((journeys, index): [string, Journeys] => [
    customers[index] ?? '',
    journeys,
  ]);
}

const theirSessions = () =>
  csv(`${FOLDER}_sessions_by_customer_id_expected.csv`).map((row) => ({
    customer: row.customer_id ?? '',
    at: row.visit_start_tstamp ?? '',
    channel: row.channel ?? '',
  }));

const channelOf = ({ source = '', medium = '', campaign = '' }: Cells) =>
  TRAFFIC_CHANNELS[
    classify({ source, medium, campaign, clickParam: null, referrer: null }, () => false)?.channel ?? 'direct'
  ];
const tagsOf = ({ source, medium, campaign }: Cells) => `${source} / ${medium} / ${campaign}`;

/** The visits among the raw events, as they name a customer in their sessions. */
const visits = () =>
  csv(`${FOLDER}_events.csv`)
    .filter(({ event_name }) => event_name === 'page_view')
    .map((row) => {
      const { mkt_source: source = '', mkt_medium: medium = '', mkt_campaign: campaign = '' } = row;
      const tags = { source, medium, campaign };
      const at = row.derived_tstamp ?? '';
      return { customer: `f${row.domain_userid}`, at, tags, channel: channelOf(tags) };
    });

const CHANNELS: Record<string, string> = {
  Direct: 'Direct',
  Organic_Search: 'Organic Search',
  Paid_Search_Other: 'Paid Search',
  Referral: 'Referral',
  Unmatched_Channel: 'Unassigned',
  Video: 'Organic Video',
};

againstTables(
  SUITE,
  SUITES.map((suite) => `${SUITE}, ${suite}`),
  (noted) => {
    it('sessions and conversions are the journeys that they make of them', () => {
      const theirs = [
        ...csv(`${FOLDER}_paths_to_conversion_expected.csv`),
        ...csv(`${FOLDER}_paths_to_non_conversion_expected.csv`),
      ];
      const ours = new Map(journeysOf(theirSessions()));
      expect([...ours.keys()].sort()).toEqual(theirs.map(({ customer_id }) => customer_id).sort());
      for (const { customer_id: customer = '', path, revenue } of theirs) {
        const { channels, conversions, value, nulls } = ours.get(customer) ?? { channels: [] };
        expect([channels.join(' > '), conversions, value, nulls]).toEqual([
          path,
          revenue ? 1 : 0,
          Number(revenue ?? 0),
          revenue ? 0 : 1,
        ]);
        noted(`${SUITE}, journeys`, customer, true);
      }
    });

    it('events are sessions of their channels, and come to the same orders', () => {
      const sessions = new Map(
        csv(`${FOLDER}_sessions_by_customer_id_expected.csv`).map((row) => [
          `${row.customer_id} ${row.visit_start_tstamp?.replace(' ', 'T')}Z`,
          row,
        ]),
      );
      const events = visits();
      for (const { customer, at, tags, channel } of events) {
        const session = sessions.get(`${customer} ${at}`);
        expect(session && tagsOf(session)).toBe(tagsOf(tags));
        noted(`${SUITE}, events`, tagsOf(tags), channel === CHANNELS[session?.channel ?? '']);
      }
      expect(events).toHaveLength(sessions.size);
      const totals = tallied(
        plainLastClick(),
        journeysOf(events).map(([, journeys]) => journeys),
      ).totals();
      for (const row of csv(`${FOLDER}_channel_attribution_expected.csv`)) {
        if (row.ATTRIBUTION_TYPE !== 'last_touch' || Number(row.CONVERSIONS) === 0) continue;
        const total = totals.find(({ channel }) => channel === CHANNELS[row.CHANNEL ?? '']);
        expect(total?.conversions).toBe(Number(row.CONVERSIONS));
        expect(total?.value).toBeCloseTo(Number(row.REVENUE), 9);
      }
    });

    it('as many sessions are in a channel, by its tags', () => {
      const events = visits();
      for (const row of csv(`${FOLDER}_channel_counts_expected.csv`)) {
        const alike = events.filter(({ tags }) => tagsOf(tags) === tagsOf(row));
        expect(alike).toHaveLength(Number(row.number_of_sessions));
        const same = alike.every(({ channel }) => channel === CHANNELS[row.channel ?? '']);
        noted(`${SUITE}, channels`, tagsOf(row), same);
      }
    });

    it('journeys add up to their summary of paths', () => {
      const summary = new Map<string, number[]>();
      for (const [, { channels, conversions, value, nulls }] of journeysOf(theirSessions())) {
        const path = withoutRepeats(channels);
        const [converted = 0, not = 0, revenue = 0] = summary.get(path) ?? [];
        summary.set(path, [converted + conversions, not + nulls, revenue + value]);
      }
      const theirs = csv(`${FOLDER}_path_summary_expected.csv`);
      expect([...summary.keys()].sort()).toEqual(theirs.map((row) => row.transformed_path).sort());
      for (const { transformed_path: path = '', conversions, non_conversions, revenue } of theirs) {
        const [converted, not, value] = summary.get(path) ?? [];
        expect([converted, not]).toEqual([Number(conversions), Number(non_conversions)]);
        expect(value).toBeCloseTo(Number(revenue), 9);
        noted(`${SUITE}, summary`, path, true);
      }
    });

    it('a path is shared among its channels as theirs is', () => {
      for (const row of csv(`${FOLDER}_path_summary_with_channels_expected.csv`)) {
        const { TRANSFORMED_PATH: path = '', ATTRIBUTION_TYPE: type = '' } = row;
        const tally =
          type === 'last_touch' ? plainLastClick() : tallyOf('shapley', { split: inProportion, order: 1 });
        const totals = tallied(tally, tableOf([['path'], [path]])).totals();
        const same = totals.every(({ channel, conversions }) =>
          close(conversions, Number(row[channel.toUpperCase()]), 5e-4),
        );
        noted(`${SUITE}, shares`, `${type} ${path}`, same);
      }
    });

    it('what came in for what a channel cost is theirs, to the hundredth', () => {
      const spend = new Map(
        csv(`${FOLDER}_channel_spend_expected.csv`).map((row) => [row.channel, row.spend ?? '']),
      );
      for (const row of csv(`${FOLDER}_report_table_expected.csv`)) {
        const cost = readCost(spend.get(row.CHANNEL) ?? '', 'USD');
        if (!cost.ok || cost.value === null) throw new Error(`no cost of ${row.CHANNEL}`);
        const { returnOnCost } = costMetrics({
          cost: { minor: cost.value, per: 'campaign' },
          messages: undefined,
          revenue: BigInt(Math.round(Number(row.REVENUE) * 100)),
          currency: 'USD',
          noMessages: '',
          noRevenue: '',
          rule: '',
        });
        expect(returnOnCost.value).toBe(`${Number(row.ROAS).toFixed(2)}×`);
        noted(`${SUITE}, report`, `${row.ATTRIBUTION_TYPE} ${row.CHANNEL}`, true);
      }
    });

    it('last touch and what it calls Shapley', () => {
      const summary = parse(text(`${FOLDER}_path_summary_expected.csv`));
      const table = tableOf(summary);
      const MODEL_OF: Record<string, Model> = { last_touch: 'last_click', shapley: 'shapley' };
      for (const row of csv(`${FOLDER}_channel_attribution_expected.csv`)) {
        const { ATTRIBUTION_TYPE: type = '', CHANNEL: channel = '', CONVERSIONS, REVENUE } = row;
        const total = totalsOf(MODEL_OF[type] ?? 'linear', table).get(channel);
        const same =
          close(total?.conversions ?? NaN, Number(CONVERSIONS)) &&
          close(total?.value ?? NaN, Number(REVENUE));
        noted('Snowplow fractribution, totals', `${type} ${channel}`, same);
      }
      // Its last touch counts direct visits; ours over the same paths without that rule is the same.
      const plain = tallied(plainLastClick(), table).totals();
      for (const row of csv(`${FOLDER}_channel_attribution_expected.csv`)) {
        if (row.ATTRIBUTION_TYPE !== 'last_touch') continue;
        const total = plain.find(({ channel }) => channel === row.CHANNEL);
        expect(total?.conversions).toBe(Number(row.CONVERSIONS));
        expect(total?.value).toBeCloseTo(Number(row.REVENUE), 9);
      }
    });

    it('the paths that it makes of paths', () => {
      for (const kind of ['conversion', 'non_conversion']) {
        for (const { path = '', transformed_path: theirs } of csv(
          `${FOLDER}_paths_to_${kind}_expected.csv`,
        )) {
          const [journeys] = tableOf([['path'], [path]]);
          const steps = journeys?.channels ?? [];
          noted('Snowplow fractribution, paths', path, steps.join(' > ') === theirs);
          expect(withoutRepeats(steps)).toBe(theirs);
        }
      }
    });
  },
);
