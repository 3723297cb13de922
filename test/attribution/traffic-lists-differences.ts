const VIDEO = 'a site of videos is a channel of its own in Google Analytics 4';
const ASSISTANT = 'an assistant that answers questions is no search engine';
const NETWORK = 'a network’s own search, and what people share with each other, is the network';
const UNKNOWN = 'the lists that are looked up here do not have it';
const PLACE = 'the lists name a page below a host, and referrers name hosts';

/** Hosts of others' lists that are in another channel here, by list and reason: how many, theirs and ours. */
export const differences: Record<string, Record<string, Record<string, number>>> = {
  'matomo_AIAssistants.yml': {
    'a search engine first, which answers as an assistant does': { 'AI Assistants as Organic Search': 1 },
    [PLACE]: { 'AI Assistants as Organic Social': 1 },
  },
  'matomo_Socials.yml': {
    [VIDEO]: { 'Organic Social as Organic Video': 5 },
    'music is a channel of its own in Google Analytics 4': { 'Organic Social as Audio': 1 },
    [UNKNOWN]: { 'Organic Social as Referral': 43 },
  },
  'matomo_SearchEngines.yml': {
    [ASSISTANT]: { 'Organic Search as AI Assistants': 3 },
    [NETWORK]: { 'Organic Search as Organic Social': 3 },
    'a mailbox is read there': { 'Organic Search as Email': 1 },
    [`${UNKNOWN}, or it is no search but maps, translations and directories`]: {
      'Organic Search as Referral': 111,
    },
  },
  'snowplow_referers.yml': {
    [VIDEO]: { 'Organic Social as Organic Video': 3 },
    [NETWORK]: { 'Organic Search as Organic Social': 1, 'Referral as Organic Social': 3 },
    'a shop is no search engine': { 'Organic Search as Organic Shopping': 2 },
    'a mailbox is read there': { 'Organic Search as Email': 1 },
    [PLACE]: { 'Email as Referral': 1, 'Organic Search as Referral': 1 },
    'a board of jobs is no search engine': { 'Organic Search as Referral': 23 },
    'a page of links is no network': { 'Organic Social as Referral': 1 },
    [UNKNOWN]: { 'Organic Social as Referral': 8 },
  },
};
