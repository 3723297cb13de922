import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { hostIn, sourceOfTag } from '~/attribution/known-source';
import { landingOfPage, otherSourceOf } from '~/attribution/source';
import { classify, TRAFFIC_CHANNELS, type Arrival } from '~/attribution/traffic-channel';
import { journeyAnswer, journeyIn } from '~/shopify/journey-answer';
import { differences } from './traffic-differences';

/** Public cases of other tools: read in place where they lie beside the project, never copied into it. */
const DATA = '../shared/data';
const lines = (path: string) => readFileSync(`${DATA}/${path}`, 'utf8').trim().split('\n');
const rows = <Row>(path: string) => lines(path).map((line) => JSON.parse(line) as Row);

/** Where the visits of `landing_sites.jsonl` came from, line by line. */
const LANDINGS = [
  'Facebook: paid_social',
  'nowhere: direct',
  'Instagram: paid_social',
  'blast: email',
  'nowhere: direct',
  'Gmail: email',
  'nowhere: direct',
  'nowhere: direct',
  'nowhere: direct',
  'nowhere: direct',
  'nowhere: direct',
  'summersizzle: unassigned',
  'otherexample.com: referral',
  'nowhere: direct',
  'creator: paid_search',
  'Facebook: organic_social',
  'pk_t=t1: unassigned',
  'Google: paid_search',
  'Klaviyo: email',
  'sms: sms',
  'blog.example.org: referral',
  'Instagram: organic_social',
  'Google: organic_search',
  'ChatGPT: ai_assistants',
  'Instagram: organic_social',
];

const ran: Record<string, number> = {};

const NOTHING: Arrival = { source: null, medium: null, campaign: null, clickParam: null, referrer: null };
const traffic = (some: Partial<Arrival>, own = 'shop.test') =>
  classify({ ...NOTHING, ...some }, (host) => host === own);
const channel = (some: Partial<Arrival>, own?: string) =>
  TRAFFIC_CHANNELS[traffic(some, own)?.channel ?? 'direct'];

/** Compares each case, and holds the list of named differences to be complete and up to date. */
function compare<Row>(
  file: string,
  cases: readonly Row[],
  ours: (row: Row) => unknown,
  theirs: (row: Row) => unknown,
) {
  ran[file] = (ran[file] ?? 0) + cases.length;
  const named = Object.values(differences[file] ?? {}).flat();
  const differing = cases.flatMap((row, index) => (ours(row) === theirs(row) ? [] : [index + 1]));
  expect(differing).toEqual(named.sort((a, b) => a - b));
}

const conformance = () => {
  afterAll(() => {
    const total = Object.values(ran).reduce((sum, cases) => sum + cases, 0);
    const named = Object.values(differences).flatMap((reasons) => Object.values(reasons).flat()).length;
    console.log(`traffic conformance: ${total} cases ran, ${named} named differences`, ran);
  });

  it('the default channels of Google Analytics 4 are ours', () => {
    type Row = { source: string; medium: string; campaign: string; expected_channel: string };
    const file = 'traffic-sources/ga4_default_channel_velir.jsonl';
    compare(file, rows<Row>(file), channel, (row) => row.expected_channel);
  });

  it('Plausible’s channels are ours', () => {
    type Row = Record<
      | 'referrer_source'
      | 'utm_source'
      | 'utm_medium'
      | 'utm_campaign'
      | 'click_id_param'
      | 'expected_channel',
      string | undefined
    >;
    const file = 'traffic-sources/plausible_channels.jsonl';
    const ours = (row: Row) =>
      channel({
        source: row.utm_source ?? row.referrer_source ?? null,
        medium: row.utm_medium ?? null,
        campaign: row.utm_campaign ?? null,
        clickParam: row.click_id_param ?? null,
      });
    compare(file, rows<Row>(file), ours, (row) => row.expected_channel);
  });

  it('Plausible’s names of sources are ours', () => {
    type Row = { referrer?: string; utm_source?: string; expected_source: string };
    const file = 'traffic-sources/plausible_source_names.jsonl';
    const ours = (row: Row) =>
      traffic({ source: row.utm_source ?? null, referrer: row.referrer ?? null })?.source;
    compare(file, rows<Row>(file), ours, (row) => row.expected_source);
  });

  it('PostHog’s rules are ours', () => {
    type Row = Record<string, string | number | undefined> & { expected_channel: string };
    const file = 'traffic-sources/posthog_channel_rules.jsonl';
    const text = (value: string | number | undefined) => (value === undefined ? null : String(value));
    const ours = (row: Row) =>
      channel({
        source: text(row.utm_source),
        medium: text(row.utm_medium),
        campaign: text(row.utm_campaign),
        referrer: row.referring_domain === '$direct' ? null : text(row.referring_domain),
      });
    const theirs = (row: Row) => (row.expected_channel === 'Other' ? 'Unassigned' : row.expected_channel);
    compare(file, rows<Row>(file), ours, theirs);
  });

  it('clicks as they were found in the wild are classified as people did', () => {
    type Row = { url: string; referrer: string; expected_channel: string };
    const file = 'traffic-sources/posthog_wild_clicks.jsonl';
    const cases = rows<Row>(file).filter(
      ({ expected_channel }) => !expected_channel.startsWith('UNDECIDABLE'),
    );
    const ours = ({ url, referrer }: Row) => {
      const { utm, adParam } = landingOfPage({ at: null, page: url, referrer }, () => undefined);
      return channel({ ...utm, clickParam: adParam, referrer }, hostIn(url));
    };
    compare(file, cases, ours, (row) => row.expected_channel);
  });

  it('Snowplow’s mediums of referrers are ours', () => {
    type Row = { uri: string; medium: string };
    const file = 'traffic-sources/snowplow_referer_tests.jsonl';
    const channels: Record<string, string> = {
      search: 'Organic Search',
      social: 'Organic Social',
      email: 'Email',
      paid: 'Paid Other',
      chatbot: 'AI Assistants',
    };
    compare(
      file,
      rows<Row>(file),
      ({ uri }) => channel({ referrer: uri }),
      ({ medium }) => channels[medium],
    );
  });

  it('a source that Google Analytics 4 has in a category is in no other of ours', () => {
    const file = 'traffic-sources/ga4_source_categories.csv';
    const cases = lines(file)
      .slice(1)
      .map((line) => line.split(','))
      .map(([source = '', category = '']) => ({
        source,
        theirs: category.replace('SOURCE_CATEGORY_', '').toLowerCase(),
      }));
    const kind = (source: string) => sourceOfTag(source).known?.kind;
    const known = cases.filter(({ source }) => kind(source) !== undefined);
    console.log(`of ${cases.length} sources of Google Analytics 4, ${known.length} are known here`);
    compare(
      file,
      cases,
      ({ source, theirs }) => kind(source) ?? theirs,
      ({ theirs }) => theirs,
    );
  });

  it('landing pages of real orders are read as their notes say', () => {
    type Row = { landing_site: string; referring_site: string | null };
    const file = 'shopify-landing-sites/landing_sites.jsonl';
    const own = (host: string) => host.endsWith('myshopify.com');
    const ours = ({ landing_site, referring_site }: Row) => {
      const page = { at: null, page: landing_site, referrer: referring_site };
      const { utm, adParam, referrer } = landingOfPage(page, () => undefined);
      const found = classify({ ...utm, clickParam: adParam, referrer }, own);
      return `${found?.source ?? 'nowhere'}: ${found?.channel ?? 'direct'}`;
    };
    const cases = rows<Row>(file);
    ran[file] = cases.length;
    expect(cases.map(ours)).toEqual(LANDINGS);
  });

  describe.each(['attribution/fivetran_dbt_shopify', 'attribution/fivetran_holistic'])(
    'warehouse rows of %s',
    (folder) => {
      const csv = (file: string) =>
        parse<Record<string, string>>(readFileSync(`${DATA}/${file}`, 'utf8'), { bom: true, columns: true });

      it('have visits in the channel of the type that Shopify gives their source', () => {
        const CHANNEL_OF: Record<string, string> = {
          direct: 'Direct',
          email: 'Email',
          forum: 'Organic Social',
          search: 'Organic Search',
          social: 'Organic Social',
        };
        const file = `${folder}/shopify_gql_customer_visit_data.csv`;
        const ours = ({ source = '', source_type: medium = '' }) => channel({ source, medium });
        compare(file, csv(file), ours, ({ source_type: type = '' }) => CHANNEL_OF[type]);
      });

      it('have orders whose tags are read where they are tags of a campaign', () => {
        const file = `${folder}/shopify_order_url_tag_data.csv`;
        const ours = ({ key = '', value = '' }) => {
          const page = `/?${new URLSearchParams({ [key]: value }).toString()}`;
          return channel(landingOfPage({ at: null, page, referrer: null }, () => undefined).utm);
        };
        const theirs = ({ key, value }: Record<string, string>) =>
          key === 'utm_medium' && value === 'email' ? 'Email' : 'Direct';
        compare(file, csv(file), ours, theirs);
      });
    },
  );

  it('journeys as Shopify answers them are read, and are as direct as it says', () => {
    type Visit = Record<'admin_graphql_api_id' | 'occurred_at' | 'landing_page' | 'referrer_url', string> & {
      source: string;
      utm_parameters: null;
    };
    type Told = Visit | Record<string, never>;
    type Row = { customer_journey_summary: { ready: boolean; first_visit: Told; last_visit: Told } };
    const file = 'shopify-landing-sites/customer_journey_summary.jsonl';
    const cases = rows<Row>(file).map(({ customer_journey_summary: told }) => told);
    // A connector wrote them down: names with underscores, and an empty object in place of null.
    const visit = (one: Told) =>
      'occurred_at' in one && {
        id: one.admin_graphql_api_id,
        occurredAt: one.occurred_at,
        landingPage: one.landing_page,
        referrerUrl: one.referrer_url,
        utmParameters: one.utm_parameters,
      };
    const sourcesOf = ({ ready, first_visit, last_visit }: Row['customer_journey_summary']) => {
      const customerJourneySummary = {
        ready,
        firstVisit: visit(first_visit) || null,
        lastVisit: visit(last_visit) || null,
        moments: null,
      };
      const journey = journeyIn(journeyAnswer.parse({ order: { customerJourneySummary } }).order);
      if (journey.state !== 'ready') return journey.state;
      return journey.visits.map(({ at, landingPage: page, referrer, utm }) => {
        const landing = landingOfPage({ at: new Date(at), page, referrer, utm }, () => undefined);
        const host = hostIn(page) ?? '';
        return `${at} ${otherSourceOf(landing, [host])?.source ?? 'direct'}`;
      });
    };
    compare(
      file,
      cases,
      (row) => JSON.stringify(sourcesOf(row)),
      ({ first_visit: first }) =>
        JSON.stringify(
          'occurred_at' in first
            ? [`${new Date(first.occurred_at).toISOString()} ${first.source}`]
            : 'absent',
        ),
    );
  });
};

if (existsSync(DATA)) describe('against the cases of others', conformance);
else it('cases of others are not here, and none is compared', () => undefined);
