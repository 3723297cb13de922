import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { classify, TRAFFIC_CHANNELS } from '~/attribution/traffic-channel';
import { differences } from './traffic-lists-differences';

/** Public lists of hosts: read in place where they lie beside the project, never copied into it. */
const DATA = '../shared/data/traffic-sources';
const list = <Entries>(file: string) => parse(readFileSync(`${DATA}/${file}`, 'utf8')) as Entries;

/** A host as the lists have it, and the channel that its list puts it in. */
interface Listed {
  host: string;
  channel: string;
}

const ran: Record<string, number> = {};

/** Lists write apps as packages, and any country's domain as `{}`. */
function referrerOf(host: string): string {
  if (/^(?:com|org|io)\.\w/.test(host)) return `android-app://${host}`;
  return `https://${host.replaceAll('{}', 'de')}`;
}

const channelOf = (host: string) =>
  TRAFFIC_CHANNELS[
    classify(
      { source: null, medium: null, campaign: null, clickParam: null, referrer: referrerOf(host) },
      () => false,
    )?.channel ?? 'direct'
  ];

/** Compares each host, and holds the counts of named differences to be complete and up to date. */
function compare(file: string, hosts: readonly Listed[]) {
  ran[file] = hosts.length;
  const differing: Record<string, number> = {};
  for (const { host, channel } of hosts) {
    const ours = channelOf(host);
    if (ours === channel) continue;
    const as = `${channel} as ${ours}`;
    differing[as] = (differing[as] ?? 0) + 1;
  }
  const named: Record<string, number> = {};
  for (const counts of Object.values(differences[file] ?? {}))
    for (const [as, count] of Object.entries(counts)) named[as] = (named[as] ?? 0) + count;
  expect(differing).toEqual(named);
}

const conformance = () => {
  afterAll(() => {
    const total = Object.values(ran).reduce((sum, cases) => sum + cases, 0);
    const named = Object.values(differences)
      .flatMap((reasons) => Object.values(reasons))
      .flatMap((counts) => Object.values(counts))
      .reduce((sum, cases) => sum + cases, 0);
    console.log(`conformance of lists: ${total} hosts compared, ${named} named differences`, ran);
  });

  it.each([
    ['matomo_AIAssistants.yml', 'AI Assistants'],
    ['matomo_Socials.yml', 'Organic Social'],
  ])('the hosts of %s are in the channel %s', (file, channel) => {
    const hosts = Object.values(list<Record<string, string[]>>(file)).flat();
    compare(
      file,
      hosts.map((host) => ({ host, channel })),
    );
  });

  it('Matomo’s search engines are searches', () => {
    const file = 'matomo_SearchEngines.yml';
    const engines = Object.values(list<Record<string, { urls: string[] }[]>>(file)).flat();
    compare(
      file,
      engines.flatMap(({ urls }) => urls).map((host) => ({ host, channel: 'Organic Search' })),
    );
  });

  it('Snowplow’s hosts are in the channel of their medium', () => {
    const CHANNEL_OF: Record<string, string> = {
      unknown: 'Referral',
      email: 'Email',
      social: 'Organic Social',
      search: 'Organic Search',
      paid: 'Paid Other',
      chatbot: 'AI Assistants',
    };
    const file = 'snowplow_referers.yml';
    const mediums = Object.entries(list<Record<string, Record<string, { domains: string[] }>>>(file));
    expect(mediums.map(([medium]) => medium).sort()).toEqual(Object.keys(CHANNEL_OF).sort());
    compare(
      file,
      mediums.flatMap(([medium, sources]) =>
        Object.values(sources)
          .flatMap(({ domains }) => domains)
          .map((host) => ({ host, channel: CHANNEL_OF[medium] ?? '' })),
      ),
    );
  });
};

if (existsSync(DATA)) describe('against the lists of others', conformance);
else
  it('compares nothing where the lists of others do not lie beside the project', () => {
    console.log('conformance of lists: 0 hosts compared');
    expect(existsSync(DATA)).toBe(false);
  });
